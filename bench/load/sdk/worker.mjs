// The vendor's Edge SDK as its documentation sets it up: one object a request, one variation, profiles at hand in memory.
import { Segment } from "@segment/edge-sdk";

const profiles = new Map([["user_id:user-red", '{"red_group":true}']]);
const profilesStorage = {
  get: async (key) => profiles.get(key) ?? null,
  put: async (key, value) => void profiles.set(key, value),
};

export default {
  fetch(request) {
    const segment = new Segment({
      writeKey: "WRITEKEY123",
      routePrefix: "seg",
      baseSegmentCDN: "http://upstream",
      trackingApiEndpoint: "http://upstream/v1",
      profilesStorage,
    });
    segment.registerVariation("/", (audiences) => (audiences?.red_group ? "/red" : undefined));
    return segment.handleEvent(request);
  },
};
