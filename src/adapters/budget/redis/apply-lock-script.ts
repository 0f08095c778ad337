/**
 * The lock that lets one command at a time write to an account, as scripts that Redis runs with nothing in between.
 * All times are whole milliseconds, by the clock of Redis.
 *
 * | field of the key | holds                                                                |
 * |------------------|----------------------------------------------------------------------|
 * | token            | the name of the claim that has the lock, unlike that of any other      |
 * | holder           | for people and processes: which process that is, as JSON               |
 * | machine          | where it runs, see `Claim`                                             |
 * | until            | when its lease ends                                                    |
 *
 * | argument   | meaning                                                                          |
 * |------------|----------------------------------------------------------------------------------|
 * | 1 token    | the claim that asks                                                              |
 * | 2 lease    | for how long it is to have the lock                                              |
 * | 3 holder   | as above                                                                         |
 * | 4 machine  | as above                                                                         |
 * | 5 over     | who may be pushed aside: `none`, `ended` (a lease that is over), or a token whose |
 * |            | holder is known to run no more, beside those                                     |
 * | 6 make     | 1 if the lock may be made where there is none                                     |
 *
 * | the lock belongs to                  | then                                                                   |
 * |--------------------------------------|------------------------------------------------------------------------|
 * | the claim that asks                  | a new lease, even after the last one is over: nobody had it in between   |
 * | nobody                               | it is made, if `make` says so                                           |
 * | another one                          | it is taken, if `over` says so                                          |
 *
 * The answer is `{1}`, or `{0, token, holder, machine}` of who has it. A clock of Redis that was set back makes no lease
 * longer than it was asked for. The key outlives the lease, for that first row, and goes after a day.
 */
export const CLAIM_SCRIPT = `
local key = KEYS[1]
local token, lease, over = ARGV[1], tonumber(ARGV[2]), ARGV[5]
local saved = redis.call('HMGET', key, 'token', 'until', 'holder', 'machine')
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ends = tonumber(saved[2]) or 0
if ends > now + lease then
  ends = now + lease
  redis.call('HSET', key, 'until', ends)
end

local ours = saved[1] == token
if not saved[1] then
  ours = ARGV[6] == '1'
elseif over ~= 'none' then
  ours = ours or ends <= now or saved[1] == over
end
if not ours then return { 0, saved[1] or '', saved[3] or '', saved[4] or '' } end
redis.call('HSET', key, 'token', token, 'until', now + lease, 'holder', ARGV[3], 'machine', ARGV[4])
redis.call('PEXPIRE', key, 86400000)
return { 1, token, ARGV[3], ARGV[4] }
`;

/** Gives the lock back, if the claim (argument 1) has it. */
export const RELEASE_SCRIPT = `
if redis.call('HGET', KEYS[1], 'token') == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
`;
