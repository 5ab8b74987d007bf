// Package quota keeps a client inside its vendor's limits: it counts the vendor's
// windows ("120 a minute", "3000 points a day"), and when the vendor refuses a
// call all the same, it holds back every caller of the client until the limit is
// lifted.
//
// A client has one [Gate]. Every attempt passes it before it is sent:
//
//	pass, err := gate.Enter(ctx, cost, write)
//	if err != nil {
//		return err // nothing was sent
//	}
//	… send …
//	pass.Done() // or pass.Refused(wait, known), or pass.NotSent()
//
// # Windows
//
// A [Window] is a number of slots. A slot is taken when an attempt is sent and
// becomes free one window length after its reply (or after the attempt's timeout),
// never one length after its send. The server counts a request at some moment
// between send and reply. So two requests that use the same slot are counted at
// least one length apart, and no window at the server, fixed or sliding, whatever
// its phase and whatever the latency, holds more than the limit.
//
// A gate with several windows (minute, hour, day) takes a slot in all of them or
// in none. Windows may be shared by the gates of several clients of one key.
// A window that is created with [FailFast] (a day's quota) does not make callers
// wait: they fail at once with [Exhausted]. A call that costs more than a window
// holds can never be sent and fails with [TooCostly]. A cost below 1 counts as 1.
//
// # What the server says
//
// [Window.Correct] takes over what a reply says about a window. Replies arrive out
// of order, therefore:
//
//   - Within one server window, remaining can only lower what is left. What the
//     server counts beyond our own count was used by others and is taken until the
//     window's reset.
//   - A reset that is later by more than half a length (at least one second) opens
//     a new window, and only then can remaining raise what is left: slots that we
//     hold and the server does not count are dropped.
//   - A reset that is earlier by as much belongs to a window that is over. Its
//     remaining is ignored.
//   - When the known reset has passed and no slot is free by our own count, one
//     call at a time may go and ask; its reply opens the new window. Without a
//     reply that tells, the next one asks a minute later.
//   - Unknown values are 0 or less for limit, -1 for remaining, the zero time for
//     reset. Without a known reset a window ends when its oldest slot does.
//
// # Waiting
//
// Callers stand in line in the order of their arrival. Nobody waits in vain:
//
//   - a caller whose deadline is not after the earliest moment at which it could
//     go fails at once ([Deadline]; the error is context.DeadlineExceeded too);
//   - if the first in line would have to wait for a slot, or for a pause that the
//     server ordered, for longer than the ceiling (2 minutes), it fails at once
//     ([AboveCeiling]), and so do those behind it. Time spent in line behind
//     others does not count against the ceiling;
//   - a caller leaves when its context is done, and when the gate is closed.
//
// The error is a [*WaitError], which names the window and the moment to try again.
//
// # Refusals
//
// One refused call pauses all callers of its gate:
//
//   - until the wait that the server ordered is over, plus up to 10 % and never
//     less. A wait of zero or less counts as not given; one above a day counts as
//     a day;
//   - without an ordered wait, until the windows' reset or oldest slot's end where
//     that is within the ceiling;
//   - without that either, for 0.5 s, doubled with every pause in a row and capped
//     by the ceiling, plus up to half of it.
//
// Calls that were in flight when the pause began and are refused as well belong to
// the same overload: they can extend the pause by the wait that the server gave
// them and do nothing else. After the pause one call goes alone, the probe. If it is
// refused, the gate pauses again. Otherwise 2, 4, 8, 16 and 32 calls are let out at
// a time, each step when as many have come back, and no faster than at twice the
// average rate of the windows, times the step (no burst restarts at once, and who
// calls one by one is not held up for long). After that, or when the
// shortest window's length (a minute without windows) has passed since the probe
// came back, the pause is forgotten. A refused call that enters again stands at the
// end of the line, so that refusals spread over all callers.
//
// # Writes and custom limiters
//
// [Config.MaxWrites] bounds the writes in flight. Writes wait for it in a line of
// their own, so that reads pass them. A [Limiter] given by the user takes the place
// of the windows; the pause stays in front of it.
//
// The package starts no goroutine: each caller waits with its own timer.
package quota
