package quota

import "time"

// askAgain is how long after a question to the server the next one is asked.
const askAgain = time.Minute

// serverSay is what the server said about the window that is running there.
type serverSay struct {
	told   bool      // end is the server's word, not our guess
	first  time.Time // the reset as it was first told: by it windows are told apart
	end    time.Time // the latest reset told for this window, or guessed
	others int       // slots that the server counts and we do not, until end
	asked  bool      // end is a guess until a reply tells
}

// taken returns the slots that others use now.
func (s *serverSay) taken(now time.Time) int {
	if s.end.After(now) {
		return s.others
	}
	return 0
}

// ask notes that one call goes to see whether a new window is open.
func (s *serverSay) ask(now time.Time, length time.Duration) {
	s.end, s.others, s.asked = now.Add(min(length, askAgain)), 0, true
}

// mayAsk reports whether the server's window is over by its own word, so that one
// call may go whatever we hold: under every meaning of "reset" a slot is free there.
func (w *Window) mayAsk(now time.Time) bool {
	return w.server.told && w.flying == 0 && !w.server.end.After(now)
}

// Correct takes over what a reply said about the window: its limit (0 or less: not
// said), how many slots remain (-1: not said) and when it resets (zero: not said).
// A reset that the vendor gives in whole seconds must be rounded up. The package
// comment says how replies that arrive out of order are told apart.
func (w *Window) Correct(limit, remaining int, reset time.Time) { w.correct(limit, remaining, reset) }

// correct is Correct and reports whether the limit changed, or whether slots are
// free now and were not before, or the other way round.
func (w *Window) correct(limit, remaining int, reset time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := time.Now()
	limitBefore, openBefore := w.limit, w.limit == 0 || w.room(now) > 0
	if limit > 0 {
		w.limit = limit
		if w.atMost > 0 {
			w.limit = min(limit, w.atMost)
		}
	}
	total := w.limit
	if limit > 0 {
		total = limit // remaining is a part of the server's limit, not of ours
	}
	if w.server.asked && reset.IsZero() && remaining >= 0 {
		// The answer to a question: a window is open, of which nobody says the end.
		w.server = serverSay{first: w.server.first, end: now.Add(w.length)}
	}
	current, opened := w.place(reset, now)
	if current && remaining >= 0 && w.limit > 0 {
		if opened {
			w.held.keep(max(total-remaining, 0))
		}
		w.server.others += max(w.room(now)-remaining, 0)
	}
	rouseFront(&w.line)
	return w.limit != limitBefore || openBefore != (w.limit == 0 || w.room(now) > 0)
}

// place finds out to which server window a reply belongs: current is false if that
// window is over, opened is true if it is later than the one known before.
func (w *Window) place(reset, now time.Time) (current, opened bool) {
	s := &w.server
	if reset.IsZero() {
		if !s.end.After(now) {
			end, ok := w.reset(now)
			if !ok {
				end = now.Add(w.length)
			}
			s.end, s.others = end, 0
			s.told = false
		}
		return true, false
	}
	if latest := now.Add(w.length); reset.After(latest) {
		reset = latest // no window ends later than one length from now
	}
	slack := max(w.length/2, time.Second)
	switch {
	case !reset.After(now):
		return false, false
	case s.first.IsZero():
		s.told, s.first, s.end = true, reset, reset
		return true, false
	case reset.After(s.first.Add(slack)):
		*s = serverSay{told: true, first: reset, end: reset}
		return true, true
	case reset.Before(s.first.Add(-slack)):
		return false, false
	}
	if !s.end.After(now) {
		s.others = 0
	}
	s.told = true
	if s.asked || reset.After(s.end) {
		s.end, s.asked = reset, false
	}
	return true, false
}
