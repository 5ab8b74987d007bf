-- One window of a vendor's quota, counted for all processes that use a key.
--
-- KEYS  slots  the points that are taken; the score is when one comes free
--       line   the calls that wait, by arrival
--       due    the same calls; the score is when one is taken for dead
--       pause  exists while nobody may send
-- ARGV  operation, call, points, limit, window, lease, patience or wait, nap
--
-- A call is named "<id>:<points>". Times are microseconds of this server's clock,
-- so that the clocks of the processes do not matter.
local slots, line, due, pause = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local operation, call = ARGV[1], ARGV[2]
local points, limit = tonumber(ARGV[3]), tonumber(ARGV[4])
local window, lease, span, nap = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])

-- A late waiter keeps its place for so long; a dead one holds up the others. Those
-- for whom there is room but for those before them ask again after a turn.
local grace, turn = 250000, 5000

local function whole(number) return string.format('%.0f', number) end

-- keep lets the slots live a second longer than the last of them is taken.
local function keep()
	local last = redis.call('ZRANGE', slots, -1, -1, 'WITHSCORES')[2]
	if last then
		redis.call('PEXPIRE', slots, whole(math.ceil((tonumber(last) - now) / 1000) + 1000))
	end
end

-- store sets when the points of the call come free.
local function store(moment, condition)
	for i = 1, points do
		redis.call('ZADD', slots, condition, whole(moment), call .. '/' .. i)
	end
	keep()
end

local function leave(name)
	redis.call('ZREM', line, name)
	redis.call('ZREM', due, name)
end

-- pointsAhead counts what those who came earlier are waiting for.
local function pointsAhead()
	local sum = 0
	for _, other in ipairs(redis.call('ZRANGE', line, 0, -1)) do
		if other == call then break end
		sum = sum + tonumber(string.match(other, '%d+$'))
	end
	return sum
end

-- freeAt is the earliest moment at which so many more points can be free. A point
-- whose request is still under way comes free one window from now, if not later.
local function freeAt(missing, used)
	if missing <= 0 then return now end
	local rounds = math.floor((missing - 1) / limit)
	local index = math.min((missing - 1) % limit, used - 1)
	local score = used > 0 and tonumber(redis.call('ZRANGE', slots, index, index, 'WITHSCORES')[2]) or now
	return math.min(score, now + window) + rounds * window
end

-- take answers {1, 0} if the call may be sent, else {0, wait}. The call stands in
-- line then, unless it has no patience for that wait (a negative one has no end).
local function take()
	redis.call('ZREMRANGEBYSCORE', slots, '-inf', whole(now))
	for _, dead in ipairs(redis.call('ZRANGEBYSCORE', due, '-inf', whole(now))) do leave(dead) end
	if redis.call('ZSCORE', slots, call .. '/1') then return {1, 0} end -- asked again: the answer was lost

	local used = redis.call('ZCARD', slots)
	local missing = used + pointsAhead() + points - limit
	local paused = redis.call('PTTL', pause)
	if missing <= 0 and paused <= 0 then
		leave(call)
		store(now + lease + window, 'NX')
		return {1, 0}
	end
	local wait = math.max(freeAt(missing, used) - now, math.max(paused, 0) * 1000)
	if wait <= 0 then wait = turn end
	if span >= 0 and wait >= span then
		leave(call)
		return {0, wait}
	end
	redis.call('ZADD', line, 'NX', whole(now), call)
	redis.call('ZADD', due, whole(now + math.min(wait, nap) + grace), call)
	redis.call('PEXPIRE', line, 60000)
	redis.call('PEXPIRE', due, 60000)
	return {0, wait}
end

if operation == 'take' then
	return take()
elseif operation == 'reply' then
	store(now + window, 'XX')
elseif operation == 'leave' then
	leave(call)
	for i = 1, points do redis.call('ZREM', slots, call .. '/' .. i) end
elseif operation == 'pause' and span > redis.call('PTTL', pause) * 1000 then
	redis.call('SET', pause, '1', 'PX', whole(math.ceil(span / 1000)))
	-- What has a slot and is not sent yet may be held back until the pause is over.
	for _, point in ipairs(redis.call('ZRANGEBYSCORE', slots, whole(now + window + 1), '+inf')) do
		redis.call('ZADD', slots, whole(now + span + lease + window), point)
	end
	keep()
end
return {0, 0}
