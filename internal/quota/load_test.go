package quota

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// arrivals are the moments at which a server counted requests.
type arrivals struct {
	mu sync.Mutex
	at []time.Time
}

func (a *arrivals) add(at time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.at = append(a.at, at)
}

// requireWithin checks every sliding window, and fixed windows of 97 phases.
func (a *arrivals) requireWithin(t *testing.T, limit int, length time.Duration) {
	t.Helper()
	slices.SortFunc(a.at, time.Time.Compare)
	for i := limit; i < len(a.at); i++ {
		if apart := a.at[i].Sub(a.at[i-limit]); apart < length {
			t.Fatalf("requests %d and %d are %v apart: more than %d in a sliding window", i-limit, i, apart, limit)
		}
	}
	for phase := range 97 {
		counts := map[int64]int{}
		offset := time.Duration(phase) * length / 97
		for _, at := range a.at {
			counts[at.Add(offset).UnixNano()/int64(length)]++
		}
		for _, n := range counts {
			if n > limit {
				t.Fatalf("%d requests in a fixed window of phase %v", n, offset)
			}
		}
	}
}

func TestLoad_NoWindowIsExceededAndTheAllowanceIsUsed(t *testing.T) {
	tests := []struct {
		name    string
		limit   int
		length  time.Duration
		latency time.Duration // at most
		gates   int           // that share the window
		options Config
	}{
		{"120 a minute", 120, time.Minute, 2 * time.Second, 1, Config{}},
		{"120 a minute, two clients of one key", 120, time.Minute, 2 * time.Second, 2, Config{}},
		{"180 a minute, few writes at a time", 180, time.Minute, 500 * time.Millisecond, 1, Config{MaxWrites: 2}},
		{"20 a second", 20, time.Second, 30 * time.Millisecond, 1, Config{}},
		{"6000 a minute, kept in grains", 6000, time.Minute, 300 * time.Millisecond, 1, Config{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				const duration = 10 * time.Minute
				window := NewWindow("window", test.limit, test.length)
				config := test.options
				config.Windows = []*Window{window}
				var server arrivals
				ctx, cancel := context.WithTimeout(t.Context(), duration)
				defer cancel()
				var clients sync.WaitGroup
				gates := make([]*Gate, test.gates)
				for i := range gates {
					gates[i] = NewGate(config)
				}
				for client := range 64 {
					gate := gates[client%len(gates)]
					random := rand.New(rand.NewPCG(uint64(client), 7))
					clients.Go(func() {
						for {
							pass, err := gate.Enter(ctx, 1, client%8 == 0)
							if err != nil {
								if !errors.Is(err, context.DeadlineExceeded) {
									t.Error(err)
								}
								return
							}
							latency := time.Duration(random.Int64N(int64(test.latency)))
							if random.IntN(50) == 0 { // the connection is refused
								time.Sleep(latency)
								pass.NotSent()
								continue
							}
							server.add(time.Now().Add(time.Duration(random.Int64N(int64(latency) + 1))))
							time.Sleep(latency)
							pass.Done()
						}
					})
				}
				clients.Wait()
				server.requireWithin(t, test.limit, test.length)
				allowance := test.limit * int(duration/test.length)
				if len(server.at) < allowance*95/100 {
					t.Errorf("only %d of %d were used", len(server.at), allowance)
				}
				t.Logf("%d of %d sent (%.1f %%)", len(server.at), allowance, 100*float64(len(server.at))/float64(allowance))
				for _, gate := range gates {
					if n := gate.Waiting(); n != 0 {
						t.Errorf("%d callers were left", n)
					}
				}
				if window.flying != 0 || window.line.Len() != 0 {
					t.Errorf("%d slots in flight and %d callers were left", window.flying, window.line.Len())
				}
			})
		})
	}
}
