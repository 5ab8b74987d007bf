package transport

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	// maxRetryAfter bounds what a server may ask for: longer ones are as good
	// as "not today", and sums with them cannot overflow.
	maxRetryAfter = 24 * time.Hour
	// epochLike is the value from which a number of seconds must be a Unix time.
	epochLike = 1_000_000_000
)

// RetryAfter reads a Retry-After header: seconds, a fraction of them, an HTTP
// date in its three forms, or (against the standard, but seen) a Unix time.
// Dates are measured against the reply's own Date header where there is one. ok
// is false where the header says nothing usable: no wait is zero, negative or
// longer than a day.
func RetryAfter(header http.Header, now time.Time) (wait time.Duration, ok bool) {
	value := strings.TrimSpace(header.Get("Retry-After"))
	if value == "" {
		return 0, false
	}
	if date, err := http.ParseTime(header.Get("Date")); err == nil {
		now = date
	}
	if seconds, err := strconv.ParseFloat(value, 64); err == nil {
		return fromSeconds(seconds, now)
	}
	if date, err := http.ParseTime(value); err == nil {
		return bounded(date.Sub(now))
	}
	return 0, false
}

func fromSeconds(seconds float64, now time.Time) (time.Duration, bool) {
	switch {
	case math.IsNaN(seconds) || seconds <= 0:
		return 0, false
	case seconds >= epochLike && seconds < 1e11:
		return bounded(time.Unix(int64(seconds), 0).Sub(now))
	case seconds > maxRetryAfter.Seconds():
		return maxRetryAfter, true
	default:
		return bounded(time.Duration(seconds * float64(time.Second)))
	}
}

func bounded(wait time.Duration) (time.Duration, bool) {
	if wait <= 0 {
		return 0, false
	}
	return min(wait, maxRetryAfter), true
}
