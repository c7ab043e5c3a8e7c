-- What browsers of a shop ask of its edge: pages, the library, single events and batches of ten, each for one visitor drawn from many.
-- wrk -s shop.lua URL -- VISITORS PAUSE LIBRARY
-- PAUSE: ms that each connection waits between its requests, on average; drawn evenly from 0 to twice that.
local visitors, most, library, prefix, count = 1, 0, "", "", 0

function init(args)
  visitors, most, library = tonumber(args[1]), 2 * tonumber(args[2]), args[3]
  math.randomseed(os.time() + math.floor(os.clock() * 1e6))
  prefix = string.format("%08x%04x", os.time(), math.random(0, 65535))
end

function delay()
  return math.random(0, most)
end

local function event(visitor)
  count = count + 1
  local name = math.random(20) == 1 and "Order Completed" or "Product Viewed"
  return string.format(
    '{"type":"track","event":"%s","anonymousId":"%s","messageId":"%s%012d","properties":{"category":"c%d","total":%d},"padding":"%s"}',
    name, visitor, prefix, count, math.random(50), math.random(200), string.rep("x", 500))
end

function request()
  -- Squared, so that some come often and most seldom, as in life.
  local visitor = string.format("5b0f7a52-0c9b-4a0e-9d43-%012x", math.floor(visitors * math.random() ^ 2))
  local headers = { ["Cookie"] = "ajs_anonymous_id=" .. visitor, ["Content-Type"] = "text/plain" }
  local drawn = math.random(100)
  if drawn <= 35 then
    return wrk.format("GET", "/", headers)
  elseif drawn <= 45 then
    return wrk.format("GET", library, headers)
  elseif drawn <= 95 then
    return wrk.format("POST", "/seg/events/t", headers, event(visitor))
  end
  local events = {}
  for i = 1, 10 do
    events[i] = event(visitor)
  end
  return wrk.format("POST", "/seg/events/b", headers, '{"batch":[' .. table.concat(events, ",") .. "]}")
end
