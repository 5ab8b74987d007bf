package transport

import (
	"sync"
	"time"
)

const (
	costRetry   = 5
	costTimeout = 10
	costSuccess = 1
	// budgetQuiet is how long without a fault fills the budget again.
	budgetQuiet = 60 * time.Second
)

// budget limits the retries of all calls of a client together, so that an
// outage is not answered by three times the traffic. It is a bucket: a retry
// takes from it, a success gives back.
type budget struct {
	mu        sync.Mutex
	size      int
	left      int
	lastFault time.Time
}

// newBudget returns a full bucket; a size below zero means no limit.
func newBudget(size int) *budget { return &budget{size: size, left: size} }

// take pays for a retry and returns what it cost; ok is false when the bucket
// does not hold that much.
func (b *budget) take(timeout bool) (cost int, ok bool) {
	if b.size < 0 {
		return 0, true
	}
	cost = costRetry
	if timeout {
		cost = costTimeout
	}
	now := time.Now()
	b.mu.Lock()
	defer b.mu.Unlock()
	if now.Sub(b.lastFault) >= budgetQuiet {
		b.left = b.size
	}
	b.lastFault = now
	if b.left < cost {
		return 0, false
	}
	b.left -= cost
	return cost, true
}

// succeed gives back one, or what the retries of the call took.
func (b *budget) succeed(taken int) {
	b.mu.Lock()
	b.left = min(b.size, b.left+max(costSuccess, taken))
	b.mu.Unlock()
}
