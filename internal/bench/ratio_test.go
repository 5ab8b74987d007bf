package bench

import (
	"runtime"
	"slices"
	"testing"
	"time"
)

// cost is what one operation takes.
type cost struct{ time, allocs, bytes float64 }

// measure runs f n times and returns the cost of one.
func measure(n int, f func()) cost {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	for range n {
		f()
	}
	elapsed := time.Since(start)
	runtime.ReadMemStats(&after)
	return cost{
		time:   float64(elapsed.Nanoseconds()) / float64(n),
		allocs: float64(after.Mallocs-before.Mallocs) / float64(n),
		bytes:  float64(after.TotalAlloc-before.TotalAlloc) / float64(n),
	}
}

// compare alternates rounds of raw and ours and reports both and their ratios.
// Rounds are sized to some milliseconds, whatever b.N is.
func compare(b *testing.B, raw, ours func()) {
	b.Helper()
	n := roundSize(raw)
	var raws, ourses []cost
	b.ResetTimer()
	for rounds := 0; rounds < 3 || b.Loop(); rounds++ {
		runtime.GC()
		raws = append(raws, measure(n, raw))
		runtime.GC()
		ourses = append(ourses, measure(n, ours))
	}
	b.StopTimer()
	r, o, x := median(raws), median(ourses), median(ratios(raws, ourses))
	b.ReportMetric(0, "ns/op") // a round is not an operation
	b.ReportMetric(r.time, "raw-ns")
	b.ReportMetric(o.time, "ours-ns")
	b.ReportMetric(r.allocs, "raw-allocs")
	b.ReportMetric(o.allocs, "ours-allocs")
	b.ReportMetric(x.time, "x-time")
	b.ReportMetric(x.allocs, "x-allocs")
	b.ReportMetric(x.bytes, "x-bytes")
}

// ratios compares round by round: what slows the machine slows a round's both
// halves.
func ratios(raws, ourses []cost) []cost {
	list := make([]cost, len(raws))
	for i, r := range raws {
		o := ourses[i]
		list[i] = cost{time: o.time / r.time, allocs: o.allocs / r.allocs, bytes: o.bytes / r.bytes}
	}
	return list
}

// roundSize is how many operations take about 20 ms.
func roundSize(f func()) int {
	f()
	start := time.Now()
	f()
	return int(max(1, min(5000, 20*time.Millisecond/max(1, time.Since(start)))))
}

func median(costs []cost) cost {
	pick := func(of func(cost) float64) float64 {
		values := make([]float64, len(costs))
		for i, c := range costs {
			values[i] = of(c)
		}
		slices.Sort(values)
		return values[len(values)/2]
	}
	return cost{
		time:   pick(func(c cost) float64 { return c.time }),
		allocs: pick(func(c cost) float64 { return c.allocs }),
		bytes:  pick(func(c cost) float64 { return c.bytes }),
	}
}
