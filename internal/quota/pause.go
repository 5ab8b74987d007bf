package quota

import (
	"time"

	"golang.org/x/time/rate"
)

const (
	longestPause  = 24 * time.Hour         // no vendor's window is longer
	firstGuess    = 500 * time.Millisecond // a pause of which nothing is known
	orderedJitter = 0.1                    // above a wait that is known, at most
	guessedJitter = 0.5                    // above a wait that is a guess, at most
	widestRamp    = 32                     // calls in flight; after them the pause is forgotten
)

// A pause is what a gate does after a refusal: shut until the limit is lifted, then a
// ramp that starts with one call, the probe, then calm. Its methods are called with
// the gate's lock held. It reads no clock.
type pause struct {
	ceiling time.Duration
	forget  time.Duration  // how long after the probe's return the pause is forgotten
	jitter  func() float64 // in [0, 1)

	phase  phase
	number uint64    // of pauses so far; each call remembers the number under which it left
	row    int       // pauses in a row, no call having passed between them
	reset  time.Time // end of the wait that was ordered or guessed
	until  time.Time // reset with jitter
	spread float64   // the jitter of this pause, as a share of the wait

	level  int     // calls that may be in flight on the ramp
	flying int     // that are
	passed int     // that came back at this level
	pace   float64 // calls per second at the foot of the ramp; 0: any
	pacer  *rate.Limiter
	next   time.Time // the pacer's moment for the next call
	over   time.Time // when the pause is forgotten; zero until the probe is back
}

type phase uint8

const (
	calm phase = iota
	shut
	ramp
)

// hold says whether the first in line may go.
func (p *pause) hold(now time.Time) hold {
	if p.phase == shut {
		if now.Before(p.until) {
			h := hold{verdict: wait, name: PauseName, at: p.until, look: p.until}
			if p.reset.Sub(now) > p.ceiling {
				h.verdict, h.reason = refuse, AboveCeiling
			}
			return h
		}
		p.startRamp(now)
	}
	if p.phase == ramp && !p.over.IsZero() && !now.Before(p.over) {
		p.phase = calm
	}
	switch {
	case p.phase == calm:
		return hold{}
	case p.flying >= p.level:
		return hold{verdict: wait, name: PauseName, look: p.over} // until one comes back
	case now.Before(p.next):
		return hold{verdict: wait, name: PauseName, at: p.next, look: p.next}
	}
	return hold{}
}

func (p *pause) startRamp(now time.Time) {
	p.phase = ramp
	p.level, p.flying, p.passed = 1, 0, 0
	p.next, p.over = time.Time{}, time.Time{}
	p.pacer = nil
	if p.pace > 0 {
		p.pacer = rate.NewLimiter(rate.Limit(p.pace), 1)
		p.pacer.AllowN(now, 1) // the probe's; each call that leaves then reserves the next one's
	}
}

// depart counts a call that goes and returns the number it must remember.
func (p *pause) depart(now time.Time) uint64 {
	if p.phase == ramp {
		p.flying++
		if p.pacer != nil {
			p.next = now.Add(p.pacer.ReserveN(now, 1).DelayFrom(now))
		}
	}
	return p.number
}

// back counts a call that came back and was not refused. It reports whether another
// may go, and whether this was the probe.
func (p *pause) back(number uint64, sent bool, now time.Time) (room, probe bool) {
	if p.phase != ramp || number != p.number {
		return false, false
	}
	p.flying--
	if !sent {
		return true, false
	}
	p.row = 0
	if p.over.IsZero() {
		p.over, probe = now.Add(p.forget), true
	}
	if p.passed++; p.passed >= p.level {
		p.level, p.passed = 2*p.level, 0
		if p.pacer != nil {
			// A caller that never has two calls in flight climbs the ramp too.
			p.pacer.SetLimitAt(now, rate.Limit(p.pace*float64(p.level)))
		}
	}
	if p.level > widestRamp {
		p.phase = calm
	}
	return true, probe
}

// refused begins or extends a pause, and reports whether it did. A wait of 0 or less
// is not known; idea is then the windows' guess of the reset, zero if they have none.
// pace is the rate of calls per second at which the ramp begins, 0 for any.
func (p *pause) refused(number uint64, wait time.Duration, idea time.Time, pace float64, now time.Time) bool {
	known := wait > 0
	reset, spread := now.Add(min(wait, longestPause)), orderedJitter
	straggler := p.phase != calm && number != p.number // refused by the overload that is being waited out
	switch {
	case straggler && !known:
		return false
	case straggler && p.phase == shut:
		return p.extend(reset, now)
	case straggler:
		// It came back after its pause was over, but the server's word counts.
	default:
		p.row++
	}
	if !known {
		reset, spread = p.guess(idea, now)
	}
	p.phase = shut
	p.number++
	p.spread = spread * p.jitter()
	p.reset, p.until = time.Time{}, time.Time{}
	p.pace = pace
	p.extend(reset, now)
	return true
}

// guess returns the end of a wait that the server did not tell.
func (p *pause) guess(idea, now time.Time) (reset time.Time, spread float64) {
	backoff := now.Add(min(firstGuess<<min(p.row-1, 10), p.ceiling))
	if idea.After(now) && (p.row == 1 || idea.After(backoff)) {
		return idea, orderedJitter
	}
	return backoff, guessedJitter
}

// extend moves the end of the pause to reset if that is later, and reports whether it is.
func (p *pause) extend(reset, now time.Time) bool {
	if !reset.After(p.reset) {
		return false
	}
	p.reset = reset
	if until := reset.Add(time.Duration(p.spread * float64(reset.Sub(now)))); until.After(p.until) {
		p.until = until
	}
	return true
}
