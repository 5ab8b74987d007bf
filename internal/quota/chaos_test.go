package quota

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"testing"
	"time"
)

// Callers of several gates that share windows in every combination enter with random
// costs and deadlines and end their passes in every way; afterwards nothing is left.
func TestGate_NothingIsLeftAfterAnyOutcome(t *testing.T) {
	for seed := range uint64(20) {
		bubble(t, func(t *testing.T, since func() time.Duration) {
			second, minute := NewWindow("second", 10, time.Second), NewWindow("minute", 200, time.Minute)
			day := NewWindow("day", 5000, 24*time.Hour, FailFast)
			gates := []*Gate{
				NewGate(Config{Windows: []*Window{second, minute, day}, MaxWrites: 2}),
				NewGate(Config{Windows: []*Window{minute, second}, MaxWrites: 1, OnChange: func(State) {}}),
				NewGate(Config{Windows: []*Window{day, second}, Ceiling: 10 * time.Second}),
			}
			var callers sync.WaitGroup
			for i := range 100 {
				random := rand.New(rand.NewPCG(seed, uint64(i)))
				callers.Go(func() {
					for range 20 {
						callAtRandom(t, gates[i%len(gates)], random)
					}
				})
			}
			callers.Wait()
			for _, g := range gates {
				if g.Waiting() != 0 || g.writing != 0 || g.callers.slots != 0 || g.writers.slots != 0 {
					t.Errorf("seed %d: left in a gate: %d callers, %d writes", seed, g.Waiting(), g.writing)
				}
			}
			for _, w := range []*Window{second, minute, day} {
				if w.flying != 0 || w.line.Len() != 0 {
					t.Errorf("seed %d: left in %s: %d in flight, %d callers", seed, w.name, w.flying, w.line.Len())
				}
			}
		})
	}
}

func callAtRandom(t *testing.T, g *Gate, random *rand.Rand) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	switch random.IntN(4) {
	case 0:
		ctx, cancel = context.WithTimeout(ctx, time.Duration(random.Int64N(int64(time.Minute))))
		defer cancel()
	case 1:
		time.AfterFunc(time.Duration(random.Int64N(int64(time.Minute))), cancel)
	}
	p, err := g.Enter(ctx, 1+random.IntN(4), random.IntN(3) == 0)
	if err != nil {
		if _, ok := errors.AsType[*WaitError](err); !ok && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		return
	}
	time.Sleep(time.Duration(random.Int64N(int64(time.Second))))
	switch random.IntN(10) {
	case 0:
		p.NotSent()
	case 1:
		p.Refused(time.Duration(random.Int64N(int64(3*time.Second))), random.IntN(2) == 0)
	case 2:
		g.Observe(State{Name: "minute", Limit: 200, Remaining: random.IntN(200), Reset: time.Now().Add(time.Duration(random.Int64N(int64(time.Minute))))})
		p.Done()
	default:
		p.Done()
	}
}
