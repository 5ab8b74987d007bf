package quota

import "time"

// grains is the number of entries in which a long list of used slots is kept.
const grains = 1024

// slots are the slots that are not free yet although their replies came, in the
// order of their ends.
type slots struct {
	ends  []slot
	head  int // ends[:head] is spent
	total int
}

// A slot is n slots that become free together.
type slot struct {
	first time.Time // the end of the earliest of them, before they were put together
	end   time.Time
	n     int
}

// push adds n slots that end at end, which is not before the last end. They join the
// last entry if they end at most grain after its first: all of it then ends at the
// later moment, which can only be too careful, and a day's 100,000 slots fit in
// about a thousand entries.
func (s *slots) push(end time.Time, n int, grain time.Duration) {
	s.total += n
	if len(s.ends) > s.head {
		last := &s.ends[len(s.ends)-1]
		if end.Sub(last.first) <= grain {
			last.end = end
			last.n += n
			return
		}
	}
	if s.head > len(s.ends)/2 {
		s.ends = append(s.ends[:0], s.ends[s.head:]...)
		s.head = 0
	}
	s.ends = append(s.ends, slot{first: end, end: end, n: n})
}

// live returns the entries that are in use, oldest first.
func (s *slots) live() []slot { return s.ends[s.head:] }

// expire frees the slots that end at or before now.
func (s *slots) expire(now time.Time) {
	for s.head < len(s.ends) && !s.ends[s.head].end.After(now) {
		s.total -= s.ends[s.head].n
		s.head++
	}
}

// keep frees the oldest slots until at most n are left.
func (s *slots) keep(n int) {
	for s.total > n {
		oldest := &s.ends[s.head]
		drop := min(oldest.n, s.total-n)
		oldest.n -= drop
		s.total -= drop
		if oldest.n == 0 {
			s.head++
		}
	}
}
