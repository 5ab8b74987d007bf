package quota

import (
	"context"
	"testing"
	"time"
)

func BenchmarkGate(b *testing.B) {
	minute := func() *Window { return NewWindow("minute", 1<<40, time.Minute) }
	benchmarks := []struct {
		name   string
		config Config
	}{
		{"nothing", Config{}},
		{"writes", Config{MaxWrites: 2}},
		{"one window", Config{Windows: []*Window{minute()}}},
		{"three windows", Config{Windows: []*Window{minute(), NewWindow("hour", 1<<40, time.Hour), NewWindow("day", 1<<40, 24*time.Hour, FailFast)}}},
	}
	for _, bench := range benchmarks {
		b.Run(bench.name, func(b *testing.B) {
			gate := NewGate(bench.config)
			ctx := context.Background()
			b.ReportAllocs()
			for b.Loop() {
				pass, err := gate.Enter(ctx, 1, true)
				if err != nil {
					b.Fatal(err)
				}
				pass.Done()
			}
		})
	}
}
