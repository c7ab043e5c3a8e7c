-- Posts events of 739 bytes, each with a message id of its own, alone or in batches.
-- wrk -s events.lua URL -- PER_REQUEST [HOST [PAUSE]]
-- PAUSE: ms that each connection waits between its requests, on average; drawn evenly from 0 to twice that.
local per_request, prefix, count = 1, "", 0

local function event(id)
  local json = '{"type":"track","event":"Order Completed","anonymousId":"5b0f7a52-0c9b-4a0e-9d43-0f8d6a0a7c11","messageId":"' .. id
    .. '","timestamp":"2026-11-24T10:00:00.120Z","sentAt":"2026-11-24T10:00:00.131Z","properties":{"orderId":"o-17","revenue":24.5},'
    .. '"context":{"page":{"path":"/done","url":"https://www.shop.example/done","title":"Thanks"},"library":{"name":"analytics.js","version":"next-1.84.3"}},"padding":"'
  return json .. string.rep("x", 737 - #json) .. '"}'
end

function init(args)
  per_request = tonumber(args[1] or "1")
  math.randomseed(os.time() + math.floor(os.clock() * 1e6))
  prefix = string.format("%08x%04x", os.time(), math.random(0, 65535))
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "text/plain"
  if args[2] and args[2] ~= "" then
    wrk.headers["Host"] = args[2]
  end
  if args[3] then
    local most = 2 * tonumber(args[3])
    delay = function() return math.random(0, most) end
  end
  -- The id is written over a place holder of its length; everything else is built once.
  if per_request == 1 then
    local whole = event("________________________")
    local at = string.find(whole, "_", 1, true)
    head, tail = string.sub(whole, 1, at - 1), string.sub(whole, at + 24)
  else
    parts = {}
    for i = 1, per_request do
      parts[i] = event("____________________" .. string.format("%04d", i))
    end
    batch = '{"batch":[' .. table.concat(parts, ",") .. "]}"
  end
end

function request()
  count = count + 1
  if per_request == 1 then
    return wrk.format(nil, nil, nil, head .. prefix .. string.format("%012d", count) .. tail)
  end
  return wrk.format(nil, nil, nil, (string.gsub(batch, "____________________", prefix .. string.format("%08d", count))))
end
