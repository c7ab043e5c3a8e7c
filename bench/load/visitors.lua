-- Posts events of ever new visitors, in batches, with a pause before each request of a connection.
-- wrk -s visitors.lua URL -- PER_REQUEST PAUSE_MS
local per_request, pause, prefix, count = 1, 0, "", 0

function init(args)
  per_request, pause = tonumber(args[1] or "1"), tonumber(args[2] or "0")
  math.randomseed(os.time() + math.floor(os.clock() * 1e6))
  prefix = string.format("%08x%04x", os.time(), math.random(0, 65535))
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "text/plain"
end

function delay()
  return pause
end

local function event()
  count = count + 1
  local id = prefix .. string.format("%012d", count)
  return '{"type":"track","event":"Product Viewed","anonymousId":"' .. id .. '","messageId":"' .. id .. '","properties":{"category":"tents","price":24.5},"padding":"' .. string.rep("x", 500) .. '"}'
end

function request()
  if per_request == 1 then
    return wrk.format(nil, nil, nil, event())
  end
  local events = {}
  for i = 1, per_request do
    events[i] = event()
  end
  return wrk.format(nil, nil, nil, '{"batch":[' .. table.concat(events, ",") .. "]}")
end
