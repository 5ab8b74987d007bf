package quota

import "time"

// A Pass is the permission to send one call. It must be ended exactly once, by Done,
// Refused or NotSent. The zero Pass, which comes with an error, may be ended too.
type Pass struct {
	gate   *Gate
	cost   int
	number uint64 // of the pauses before it left
	write  bool   // it holds one of the writes
}

// Done says that the reply came, whatever it was short of a refusal, or that the
// attempt timed out.
func (p Pass) Done() {
	g := p.gate
	if g == nil {
		return
	}
	for _, w := range g.windows {
		w.Release(p.cost)
	}
	g.mu.Lock()
	defer g.unlock()
	g.end(p, true)
}

// NotSent says that nothing was sent: the call's slots are free at once.
func (p Pass) NotSent() {
	g := p.gate
	if g == nil {
		return
	}
	for _, w := range g.windows {
		w.Cancel(p.cost)
	}
	g.mu.Lock()
	defer g.unlock()
	g.end(p, false)
}

// Refused says that the server refused the call because of a limit, and pauses the
// gate. wait is what the server ordered; it is not known if known is false or if it is
// 0 or less. Refused returns the end of the pause, for the caller's report: the way
// to wait for it is to Enter again.
func (p Pass) Refused(wait time.Duration, known bool) time.Time {
	g := p.gate
	if g == nil {
		return time.Time{}
	}
	for _, w := range g.windows {
		w.Release(p.cost)
	}
	if !known {
		wait = 0
	}
	return g.refuse(p, wait)
}

func (g *Gate) refuse(p Pass, wait time.Duration) time.Time {
	g.mu.Lock()
	defer g.unlock()
	g.endWriteLocked(p)
	now := time.Now()
	if g.pause.refused(p.number, wait, g.idea(now), g.pace(), now) {
		g.rouseAll() // their deadlines may come before its end
		g.note(g.pauseState)
	}
	return g.pause.until
}

// end counts a call that was not refused. The lock is held.
func (g *Gate) end(p Pass, sent bool) {
	g.endWriteLocked(p)
	room, probe := g.pause.back(p.number, sent, time.Now())
	if room {
		g.callers.rouseFirst()
	}
	if probe {
		g.note(g.pauseState)
	}
}

func (g *Gate) endWrite(p Pass) {
	g.mu.Lock()
	defer g.unlock()
	g.endWriteLocked(p)
}

func (g *Gate) endWriteLocked(p Pass) {
	if p.write {
		g.writing--
		g.writers.rouseFirst()
	}
}

// idea returns the earliest reset, or oldest slot's end, of a window that callers may
// wait for; zero if there is none.
func (g *Gate) idea(now time.Time) (earliest time.Time) {
	for _, w := range g.windows {
		w.mu.Lock()
		at, ok := w.reset(now)
		w.mu.Unlock()
		if ok && at.Sub(now) <= g.ceiling && (earliest.IsZero() || at.Before(earliest)) {
			earliest = at
		}
	}
	return earliest
}

// pace returns twice the average rate, in slots a second, of the tightest window that
// callers may wait for; 0 if there is none.
func (g *Gate) pace() (slowest float64) {
	for _, w := range g.windows {
		w.mu.Lock()
		limit := w.limit
		w.mu.Unlock()
		if limit == 0 || w.length > g.ceiling {
			continue
		}
		if pace := 2 * float64(limit) / w.length.Seconds(); slowest == 0 || pace < slowest {
			slowest = pace
		}
	}
	return slowest
}

// note remembers a change, to be told when the lock is released.
func (g *Gate) note(state func() State) {
	if g.onChange != nil {
		g.changes = append(g.changes, state())
	}
}

// noteBusy notes that callers begin to wait for a window, or fail because of it.
func (g *Gate) noteBusy(h hold) {
	if g.onChange == nil || g.busy != nil || h.reason == TooCostly {
		return
	}
	for _, w := range g.windows {
		if w.name == h.name {
			g.busy = w
			g.note(func() State { return g.state(w) })
			return
		}
	}
}

// noteFree notes that nobody waits any more. It asks for a tenth of the window to be
// free, so that one caller at the limit does not make a change of every call.
func (g *Gate) noteFree() {
	if g.busy == nil || g.callers.len() > 1 {
		return
	}
	if s := g.state(g.busy); s.Remaining < 0 || s.Remaining > s.Limit/10 {
		s.Waiting = 0
		g.busy = nil
		g.note(func() State { return s })
	}
}

// state returns the state of a window, with the callers of this gate that wait for it.
func (g *Gate) state(w *Window) State {
	s := w.State()
	if front := g.callers.callers.Front(); front != nil && front.Value.(*caller).parked == w {
		s.Waiting += g.callers.len() - 1 // the first is counted by the window
	}
	return s
}

func (g *Gate) pauseState() State {
	if g.pause.phase != shut {
		return State{Name: PauseName, Remaining: -1, Waiting: g.waiting()}
	}
	return State{Name: PauseName, Reset: g.pause.until, Waiting: g.waiting()}
}
