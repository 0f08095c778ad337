/**
 * The shared window of one account, as a script that Redis runs from beginning to end with nothing in between.
 * All times are whole milliseconds.
 *
 * | key     | holds                                                                                              |
 * |---------|----------------------------------------------------------------------------------------------------|
 * | slots   | sorted set: id of a taken slot (`member:number`) -> when it is free again; and `boot` -> infinity    |
 * | state   | hash: `run` id of the Redis process, `now` the latest time seen, `shift` of it against the clock of  |
 * |         | Redis, `opens` when slots are granted again after a pause                                          |
 * | members | hash: process that waits -> when it asked, how many slots it wants, its limit                      |
 *
 * | argument         | meaning                                                                                   |
 * |------------------|-------------------------------------------------------------------------------------------|
 * | 1 member         | the process that asks                                                                     |
 * | 2 limit          | slots in a window                                                                         |
 * | 3 unreported     | a granted slot that is never reported is free again after this                            |
 * | 4 restart        | a Redis that has lost its memory grants nothing for so long                               |
 * | 5 forgotten      | a member that has not asked for so long waits no more                                     |
 * | 6 latest         | the latest that now can be, by the clock of the member; 0 if it does not know             |
 * | 7 pause          | grant nothing to anybody for so long; a longer pause stays                                |
 * | 8 wanted         | slots that the member waits for; 0 if it waits for none                                   |
 * | 9 asked          | how many of these it can use now                                                          |
 * | 10 first         | number of the first slot it gets; the next ones count up                                  |
 * | 11, 12 and so on | reports in pairs: id of a slot, after how long it is free again (0: at once)              |
 *
 * | answer    | meaning                                                                                          |
 * |-----------|--------------------------------------------------------------------------------------------------|
 * | 1 now     | the time of the window                                                                           |
 * | 2 granted | slots the member got: `first` and the following                                                  |
 * | 3 wait    | if fewer than asked: nothing can be granted to it any sooner, as far as known                     |
 * | 4 free    | slots nobody has                                                                                 |
 * | 5 pause   | time until slots are granted again, 0 if they are                                                |
 *
 * **Time.** The clock of Redis decides, so clocks of processes need not agree. But it is a wall clock, which people and
 * NTP set. Set back, it would keep slots for hours: the time of the window never goes back. Set forward, it would
 * free slots too soon: a member knows from its last answer, and from its own clock, what the time can be at most. Then
 * `shift` keeps the difference from there on.
 *
 * **Memory.** A Redis that was restarted, or failed over to, may have forgotten slots (it saves late or never). It is
 * recognised by its run id, or by the missing `boot` when the keys were deleted, and counts as full. Members still report
 * the requests that were under way, so these slots are back by the time it grants. What is left: a process that dies
 * while Redis is away, with a request that reaches the server after Redis is back.
 *
 * **Fair shares.** With n members that wait, a member below limit / n takes what is free; one above leaves as many
 * free slots as the others below theirs are waiting for. A member alone gets everything.
 *
 * The keys expire after 30 days without a call, far beyond any time in them.
 */
export const WINDOW_SCRIPT = `
local slots, state, members = KEYS[1], KEYS[2], KEYS[3]
local member = ARGV[1]
local limit, unreported, restart = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local forgotten, latest, pause = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local wanted, asked, first = tonumber(ARGV[8]), tonumber(ARGV[9]), tonumber(ARGV[10])
local own_limit = limit

local saved = redis.call('HMGET', state, 'run', 'now', 'shift', 'opens')
local time = redis.call('TIME')
local clock = time[1] * 1000 + math.floor(time[2] / 1000)
local now = clock + (tonumber(saved[3]) or 0)
if latest > 0 then now = math.min(now, latest) end
now = math.max(now, tonumber(saved[2]) or 0)

local opens = math.max(tonumber(saved[4]) or 0, now + pause)
local info = redis.pcall('INFO', 'server')
local run = type(info) == 'string' and string.match(info, 'run_id:(%x+)') or saved[1] or ''
if run ~= saved[1] or not redis.call('ZSCORE', slots, 'boot') then
  opens = math.max(opens, now + restart)
  redis.call('ZADD', slots, '+inf', 'boot')
end
redis.call('HSET', state, 'run', run, 'now', now, 'shift', now - clock, 'opens', opens)

redis.call('ZREMRANGEBYSCORE', slots, '-inf', now)
for i = 11, #ARGV, 2 do
  local free_after = tonumber(ARGV[i + 1])
  if free_after > 0 then
    redis.call('ZADD', slots, now + free_after, ARGV[i])
  else
    redis.call('ZREM', slots, ARGV[i])
  end
end

local others, waiting = {}, 1
local everyone = redis.call('HGETALL', members)
for i = 1, #everyone, 2 do
  local at, wants, their_limit = string.match(everyone[i + 1], '^(%d+) (%d+) (%d+)$')
  if everyone[i] == member then
  elseif at + forgotten < now then
    redis.call('HDEL', members, everyone[i])
  else
    others[everyone[i]] = tonumber(wants)
    waiting = waiting + 1
    limit = math.min(limit, tonumber(their_limit))
  end
end

local held = {}
if waiting > 1 then
  for _, id in ipairs(redis.call('ZRANGE', slots, 0, -1)) do
    local owner = string.match(id, '^[^:]+')
    held[owner] = (held[owner] or 0) + 1
  end
end
local share = math.max(1, math.floor(limit / waiting))
local below = function(name) return math.max(0, share - (held[name] or 0)) end
local reserved = 0
for name, wants in pairs(others) do reserved = reserved + math.min(wants, below(name)) end

local free = limit - (redis.call('ZCARD', slots) - 1)
local granted = 0
if now >= opens then
  local fair = math.max(0, math.min(asked, below(member), free))
  granted = fair + math.max(0, math.min(asked - fair, free - fair - reserved))
end
for number = first, first + granted - 1 do
  redis.call('ZADD', slots, now + unreported, member .. ':' .. string.format('%d', number))
end
free = free - granted

local wait = 0
if now < opens then
  wait = opens - now
elseif granted < asked then
  local missing = 1 - free
  if below(member) <= granted then missing = missing + reserved end
  local next_free = redis.call('ZRANGE', slots, missing - 1, missing - 1, 'WITHSCORES')[2]
  wait = math.min((tonumber(next_free) or math.huge) - now, forgotten)
end

if wanted > granted then
  redis.call('HSET', members, member, string.format('%d %d %d', now, wanted - granted, own_limit))
else
  redis.call('HDEL', members, member)
end
for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, 2592000000) end
return { now, granted, wait, math.max(0, free), math.max(0, opens - now) }
`;
