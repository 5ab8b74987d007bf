package quota

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// DefaultCeiling is the longest wait for a slot or for a pause, unless Config says otherwise.
const DefaultCeiling = 2 * time.Minute

// Config describes a Gate. Its zero value is a gate that only pauses after refusals.
type Config struct {
	Windows   []*Window     // all are kept; ignored if Limiter is set
	Limiter   Outer         // takes the place of the windows; nil: none
	MaxWrites int           // writes in flight; 0 or less: any number
	Ceiling   time.Duration // longest wait of the first in line; 0 or less: DefaultCeiling

	// OnChange, if set, is told of the changes that matter: a window has a new limit,
	// is used up and lets callers wait, has slots again and nobody waits; a pause began,
	// was extended, ended. It is called on a caller's goroutine without any lock held,
	// by several goroutines at once, and must not panic.
	OnChange func(State)
}

// A Gate stands in front of every attempt of one client. It is safe for concurrent use.
type Gate struct {
	windows   []*Window // in locking order: the longest first
	limiter   Outer
	maxWrites int
	ceiling   time.Duration
	onChange  func(State)
	closing   context.Context // done when the gate is closed; for callers inside the limiter
	close     context.CancelFunc

	mu      sync.Mutex
	closed  bool
	pause   pause
	callers line // waiting for a slot or for the end of a pause
	writers line // waiting for another write to end; before callers
	writing int
	limited int       // callers inside the limiter
	busy    *Window   // for which the first in line had to wait last
	over    time.Time // until then a quota is used up that none of the windows counts
	changes []State   // to be told when the lock is released
}

// NewGate returns a gate. Nil and repeated windows are left out.
func NewGate(c Config) *Gate {
	g := &Gate{
		limiter:   c.Limiter,
		maxWrites: c.MaxWrites,
		ceiling:   c.Ceiling,
		onChange:  c.OnChange,
	}
	if g.ceiling <= 0 {
		g.ceiling = DefaultCeiling
	}
	if c.Limiter == nil {
		g.windows = inLockingOrder(c.Windows)
	}
	g.closing, g.close = context.WithCancel(context.Background())
	g.pause = pause{ceiling: g.ceiling, forget: time.Minute, jitter: rand.Float64}
	if n := len(g.windows); n > 0 {
		g.pause.forget = g.windows[n-1].length
	}
	return g
}

// inLockingOrder puts the longest windows first, and of equal ones the older.
func inLockingOrder(windows []*Window) []*Window {
	var sorted []*Window
	for _, w := range windows {
		if w == nil || slices.Contains(sorted, w) {
			continue
		}
		i := len(sorted)
		sorted = append(sorted, w)
		for i > 0 && (w.length > sorted[i-1].length || w.length == sorted[i-1].length && w.order < sorted[i-1].order) {
			sorted[i] = sorted[i-1]
			i--
		}
		sorted[i] = w
	}
	return sorted
}

// Enter waits until a call of the given cost may be sent, and returns its Pass, which
// must be ended exactly once. write says that the call counts against MaxWrites.
// The error is a [*WaitError], ErrClosed, or ctx.Err() if ctx is cancelled.
func (g *Gate) Enter(ctx context.Context, cost int, write bool) (Pass, error) {
	if err := ctx.Err(); err != nil {
		return Pass{}, err
	}
	cost, write = max(cost, 1), write && g.maxWrites > 0
	if write {
		if _, err := g.stand(ctx, &g.writers, cost, (*Gate).startWrite); err != nil {
			return Pass{}, err
		}
	}
	number, err := g.stand(ctx, &g.callers, cost, (*Gate).depart)
	p := Pass{gate: g, cost: cost, write: write, number: number}
	if err != nil {
		g.endWrite(p)
		return Pass{}, err
	}
	if g.limiter != nil {
		return g.limiter.pass(ctx, g, p)
	}
	return p, nil
}

// An attempt lets the first in line go, or says what holds it. c is nil for a newcomer
// that found the line empty. It is called with the lock held.
type attempt func(g *Gate, cost int, c *caller) hold

// stand waits in a line until it is the caller's turn and try lets it go. It returns
// the number of the pauses before that.
func (g *Gate) stand(ctx context.Context, l *line, cost int, try attempt) (uint64, error) {
	number, c := g.arrive(l, cost, try)
	if c == nil {
		return number, nil
	}
	defer g.leave(l, c, cost)
	for newcomer := true; ; newcomer = false {
		h := g.turn(ctx, l, cost, c, try, newcomer)
		if h.verdict == clear {
			return h.number, nil
		}
		if err := h.failure(ctx); err != nil {
			return 0, err
		}
		if c.sleep(ctx, h); ctx.Err() != nil {
			return 0, h.interrupted(ctx)
		}
	}
}

// arrive lets the call go if nobody waits and nothing holds it; else it joins the line.
func (g *Gate) arrive(l *line, cost int, try attempt) (uint64, *caller) {
	g.mu.Lock()
	defer g.unlock()
	if l.len() == 0 {
		if h := try(g, cost, nil); h.verdict == clear {
			return h.number, nil
		}
	}
	return 0, l.join(cost)
}

// turn lets the caller go if it is the first in line, and looks ahead for the others.
func (g *Gate) turn(ctx context.Context, l *line, cost int, c *caller, try attempt, newcomer bool) hold {
	g.mu.Lock()
	defer g.unlock()
	if l.first(c) {
		return try(g, cost, c)
	}
	need := 0
	if _, hasDeadline := ctx.Deadline(); hasDeadline && newcomer {
		need = c.ahead
	}
	return g.outlook(need)
}

func (g *Gate) leave(l *line, c *caller, cost int) {
	g.mu.Lock()
	defer g.unlock()
	c.unpark()
	l.leave(c, cost)
}

// unlock releases the lock and tells the changes that were noted under it.
func (g *Gate) unlock() {
	changes := g.changes
	g.changes = nil
	g.mu.Unlock()
	for _, s := range changes {
		g.onChange(s)
	}
}

// depart takes what a call needs to be sent: the pause's consent and a slot in every window.
func (g *Gate) depart(cost int, c *caller) hold {
	if g.closed {
		return hold{verdict: closed}
	}
	if g.pause.phase == calm && len(g.windows) == 0 && g.over.IsZero() {
		return hold{number: g.pause.number}
	}
	now := time.Now()
	if g.over.After(now) {
		return hold{verdict: refuse, reason: Exhausted, name: "vendor", at: g.over}
	}
	if h := g.pause.hold(now); h.verdict != clear {
		if c != nil {
			c.unpark() // others may take the window meanwhile
		}
		return h
	}
	if h := takeAll(g.windows, c, cost, now); h.verdict != clear {
		if h.verdict == wait && h.at.Sub(now) > g.ceiling {
			h.verdict, h.reason = refuse, AboveCeiling
		}
		g.noteBusy(h)
		return h
	}
	g.noteFree()
	return hold{number: g.pause.depart(now)}
}

// startWrite takes one of the writes that may be in flight.
func (g *Gate) startWrite(cost int, _ *caller) hold {
	if g.writing < g.maxWrites {
		g.writing++
		return hold{}
	}
	return g.outlook(cost)
}

// outlook is the hold of a caller that must wait for others in any case. Its moment is
// when the pause ends, or, if need is above 0, when so many slots can be free.
func (g *Gate) outlook(need int) hold {
	if g.closed {
		return hold{verdict: closed}
	}
	now := time.Now()
	h := hold{verdict: wait}
	if g.pause.phase == shut && now.Before(g.pause.until) {
		h = g.pause.hold(now)
		h.look = time.Time{} // the first in line looks
	}
	if h.verdict == refuse || need == 0 {
		return h
	}
	for _, w := range g.windows {
		w.mu.Lock()
		if at := w.earliest(need, now); at.After(h.at) {
			h.name, h.at = w.name, at
		}
		w.mu.Unlock()
	}
	return h
}

// Observe takes over what a reply said about the windows, by name; names that the gate
// does not know are ignored. Values that the reply does not give must be marked as
// unknown: Limit 0, Remaining -1, Reset zero. Of a refusal, Observe comes before
// Refused, which then knows the windows' resets.
func (g *Gate) Observe(states ...State) {
	for _, s := range states {
		for _, w := range g.windows {
			if w.name == s.Name && w.correct(s.Limit, s.Remaining, s.Reset) && g.onChange != nil {
				g.onChange(w.State())
			}
		}
	}
}

// Exhausted says that the server refused a call because a quota is used up for which
// nobody waits, until its reset. Where no window fails callers by itself (a limiter of
// the user's stands in its place) the gate does it.
func (g *Gate) Exhausted(until time.Time) {
	if slices.ContainsFunc(g.windows, (*Window).failsByItself) {
		return
	}
	g.mu.Lock()
	defer g.unlock()
	if until.After(g.over) {
		g.over = until
		g.rouseAll()
	}
}

// States returns the state of every window, the longest first, and while the gate is
// paused that of the pause.
func (g *Gate) States() []State {
	g.mu.Lock()
	defer g.unlock()
	states := make([]State, 0, len(g.windows)+1)
	for _, w := range g.windows {
		states = append(states, g.state(w))
	}
	if g.pause.phase == shut && time.Now().Before(g.pause.until) {
		states = append(states, g.pauseState())
	}
	return states
}

// Waiting returns the number of callers that wait in Enter.
func (g *Gate) Waiting() int {
	g.mu.Lock()
	defer g.unlock()
	return g.waiting()
}

func (g *Gate) waiting() int { return g.callers.len() + g.writers.len() + g.limited }

// Close makes all waiting callers, and all that come later, fail with ErrClosed.
// Calls that were let out may still end their Pass. Close may be called repeatedly.
func (g *Gate) Close() {
	g.mu.Lock()
	defer g.unlock()
	g.closed = true
	g.close()
	g.rouseAll()
}

func (g *Gate) rouseAll() {
	g.callers.rouseAll()
	g.writers.rouseAll()
}
