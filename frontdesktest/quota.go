package frontdesktest

import (
	"math/bits"
	"time"
)

// Quota is one limit of a vendor: N points in each Window.
type Quota struct {
	N      int           // points; zero or less means no limit
	Window time.Duration // zero or less means no limit
	Kind   QuotaKind     // how the vendor counts
}

// QuotaKind is a way to count.
type QuotaKind int

const (
	// FixedWindow counts in windows that start with the first request after
	// the end of the last one.
	FixedWindow QuotaKind = iota
	// SlidingWindow counts over the Window that ends now.
	SlidingWindow
	// TokenBucket starts with N points and refills N points evenly over each
	// Window.
	TokenBucket
)

// Limit is the state of one [Quota] at one moment.
type Limit struct {
	Max       int           // points that a window allows
	Window    time.Duration // length of the window
	Remaining int           // points left now
	// Reset is how long it takes until the whole allowance is there again if
	// nothing more is sent: the end of the window, or a full bucket. It is
	// zero when nothing is used.
	Reset time.Duration
	// Wait is how long a refused request has to wait to be admitted, if
	// nothing else is sent; zero when it was admitted. For a request that
	// costs more than Max, which is never admitted, it is the Window.
	Wait time.Duration
}

// meter counts one quota. Times given to it never go back.
type meter interface {
	wait(now time.Time, cost int) time.Duration // 0: admitted
	charge(now time.Time, cost int)
	refund(charged time.Time, cost int)
	state(now time.Time) Limit
}

func newMeters(quotas []Quota) []meter {
	var meters []meter
	for _, q := range quotas {
		switch {
		case q.N <= 0 || q.Window <= 0:
		case q.Kind == SlidingWindow:
			meters = append(meters, &slidingWindow{quota: q})
		case q.Kind == TokenBucket:
			meters = append(meters, &tokenBucket{quota: q})
		default:
			meters = append(meters, &fixedWindow{quota: q})
		}
	}
	return meters
}

// admit charges cost to all meters, or to none when one of them refuses. It
// returns the refusal with the longest wait, or nil.
func admit(meters []meter, now time.Time, cost int) (refused *Limit) {
	if cost <= 0 {
		return nil
	}
	for _, m := range meters {
		if wait := m.wait(now, cost); wait > 0 && (refused == nil || wait > refused.Wait) {
			limit := m.state(now)
			limit.Wait = wait
			refused = &limit
		}
	}
	if refused != nil {
		return refused
	}
	for _, m := range meters {
		m.charge(now, cost)
	}
	return nil
}

func states(meters []meter, now time.Time) []Limit {
	limits := make([]Limit, len(meters))
	for i, m := range meters {
		limits[i] = m.state(now)
	}
	return limits
}

type fixedWindow struct {
	quota Quota
	end   time.Time
	used  int
}

// open tells whether now is in the current window. A time before the window
// belongs to another clock: the server was used outside a synctest bubble
// first. The meters start anew then.
func (f *fixedWindow) open(now time.Time) bool {
	return now.Before(f.end) && !now.Before(f.end.Add(-f.quota.Window))
}

func (f *fixedWindow) usedAt(now time.Time) int {
	if f.open(now) {
		return f.used
	}
	return 0
}

func (f *fixedWindow) wait(now time.Time, cost int) time.Duration {
	switch {
	case cost > f.quota.N:
		return f.quota.Window
	case f.usedAt(now)+cost > f.quota.N:
		return f.end.Sub(now)
	}
	return 0
}

func (f *fixedWindow) charge(now time.Time, cost int) {
	if !f.open(now) {
		f.end, f.used = now.Add(f.quota.Window), 0
	}
	f.used += cost
}

func (f *fixedWindow) refund(charged time.Time, cost int) {
	if start := f.end.Add(-f.quota.Window); !charged.Before(start) {
		f.used -= cost
	}
}

func (f *fixedWindow) state(now time.Time) Limit {
	limit := Limit{Max: f.quota.N, Window: f.quota.Window, Remaining: f.quota.N}
	if f.open(now) {
		limit.Remaining -= f.used
		limit.Reset = f.end.Sub(now)
	}
	return limit
}

// slidingWindow remembers each charge until it is one window old.
type slidingWindow struct {
	quota   Quota
	charges []charge
	used    int
}

type charge struct {
	at   time.Time
	cost int
}

func (s *slidingWindow) expire(now time.Time) {
	expired := 0
	for _, c := range s.charges {
		if age := now.Sub(c.at); age >= 0 && age < s.quota.Window {
			break
		}
		s.used -= c.cost
		expired++
	}
	s.charges = s.charges[expired:]
}

func (s *slidingWindow) wait(now time.Time, cost int) time.Duration {
	s.expire(now)
	if cost > s.quota.N {
		return s.quota.Window
	}
	excess := s.used + cost - s.quota.N
	for _, c := range s.charges {
		if excess <= 0 {
			break
		}
		if excess -= c.cost; excess <= 0 {
			return c.at.Add(s.quota.Window).Sub(now)
		}
	}
	return 0
}

func (s *slidingWindow) charge(now time.Time, cost int) {
	s.charges = append(s.charges, charge{now, cost})
	s.used += cost
}

func (s *slidingWindow) refund(charged time.Time, cost int) {
	for i, c := range s.charges {
		if c.at.Equal(charged) && c.cost == cost {
			s.used -= cost
			s.charges = append(s.charges[:i:i], s.charges[i+1:]...)
			return
		}
	}
}

func (s *slidingWindow) state(now time.Time) Limit {
	s.expire(now)
	limit := Limit{Max: s.quota.N, Window: s.quota.Window, Remaining: s.quota.N - s.used}
	if n := len(s.charges); n > 0 {
		limit.Reset = s.charges[n-1].at.Add(s.quota.Window).Sub(now)
	}
	return limit
}

// tokenBucket keeps the moment at which it will be full again, in nanoseconds
// and a remainder in N-ths of one: sums of Window/N would drift.
type tokenBucket struct {
	quota Quota
	full  time.Time
	rest  uint64 // N-ths of a nanosecond, below N
}

// refilled is full and rest, or now if the bucket is full.
func (b *tokenBucket) refilled(now time.Time) (full time.Time, rest uint64) {
	if missing := b.full.Sub(now); missing < 0 || missing > b.quota.Window {
		return now, 0
	}
	return b.full, b.rest
}

// refillTime is how long cost points take to refill, counted from rest.
func (b *tokenBucket) refillTime(cost int, rest uint64) (d time.Duration, newRest uint64) {
	n := uint64(b.quota.N)
	hi, lo := bits.Mul64(uint64(min(cost, b.quota.N)), uint64(b.quota.Window))
	lo, carry := bits.Add64(lo, rest, 0)
	quotient, newRest := bits.Div64(hi+carry, lo, n)
	return time.Duration(quotient), newRest
}

func (b *tokenBucket) wait(now time.Time, cost int) time.Duration {
	if cost > b.quota.N {
		return b.quota.Window
	}
	full, rest := b.refilled(now)
	refill, rest := b.refillTime(cost, rest)
	wait := full.Add(refill).Sub(now) - b.quota.Window
	if rest > 0 {
		wait++ // the part of a nanosecond has to pass as well
	}
	return max(wait, 0)
}

func (b *tokenBucket) charge(now time.Time, cost int) {
	full, rest := b.refilled(now)
	refill, rest := b.refillTime(cost, rest)
	b.full, b.rest = full.Add(refill), rest
}

func (b *tokenBucket) refund(_ time.Time, cost int) {
	refill, rest := b.refillTime(cost, 0)
	if b.rest < rest {
		b.rest += uint64(b.quota.N)
		refill++
	}
	b.full, b.rest = b.full.Add(-refill), b.rest-rest
}

func (b *tokenBucket) state(now time.Time) Limit {
	full, rest := b.refilled(now)
	missing := full.Sub(now)
	limit := Limit{Max: b.quota.N, Window: b.quota.Window, Reset: missing}
	if rest > 0 {
		limit.Reset++
	}
	// The points that are missing, rounded up: (missing + rest/N) · N / Window.
	hi, lo := bits.Mul64(uint64(missing), uint64(b.quota.N))
	lo, carry := bits.Add64(lo, rest, 0)
	used, part := bits.Div64(hi+carry, lo, uint64(b.quota.Window))
	if part > 0 {
		used++
	}
	limit.Remaining = b.quota.N - int(used)
	return limit
}
