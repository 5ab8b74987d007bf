package transport

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	cases := []struct {
		name, value, date string
		want              time.Duration
		ok                bool
	}{
		{"seconds", "7", "", 7 * time.Second, true},
		{"a fraction", "1.5", "", 1500 * time.Millisecond, true},
		{"spaces", " 3 ", "", 3 * time.Second, true},
		{"IMF date", "Sun, 01 Mar 2026 12:00:30 GMT", "", 30 * time.Second, true},
		{"RFC 850 date", "Sunday, 01-Mar-26 12:00:30 GMT", "", 30 * time.Second, true},
		{"asctime date", "Sun Mar  1 12:00:30 2026", "", 30 * time.Second, true},
		{"against the server's clock", "Sun, 01 Mar 2026 11:00:30 GMT", "Sun, 01 Mar 2026 11:00:00 GMT", 30 * time.Second, true},
		{"Unix time", "1772366430", "", 30 * time.Second, true},
		{"Unix time in the past", "1000000001", "", 0, false},
		{"date in the past", "Sun, 01 Mar 2026 11:00:00 GMT", "", 0, false},
		{"zero", "0", "", 0, false},
		{"negative", "-5", "", 0, false},
		{"huge", "999999999", "", 24 * time.Hour, true},
		{"overflowing", "99999999999999999999999999", "", 24 * time.Hour, true},
		{"infinite", "Inf", "", 24 * time.Hour, true},
		{"not a number", "NaN", "", 0, false},
		{"hexadecimal float", "0x1p-1074", "", 0, false},
		{"the first Unix time", "1000000000", "Sun, 09 Sep 2001 01:46:10 GMT", 30 * time.Second, true},
		{"a day", "86400", "", 24 * time.Hour, true},
		{"more than a day", "86401", "", 24 * time.Hour, true},
		{"a date beyond a day", "Tue, 03 Mar 2026 12:00:30 GMT", "", 24 * time.Hour, true},
		{"now", "Sun, 01 Mar 2026 12:00:00 GMT", "", 0, false},
		{"text", "soon", "", 0, false},
		{"none", "", "", 0, false},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			h := http.Header{}
			h.Set("Retry-After", tc.value)
			h.Set("Date", tc.date)
			got, ok := RetryAfter(h, now)
			assert.Equal(t, tc.ok, ok)
			assert.Equal(t, tc.want, got)
		})
	}
}

func FuzzRetryAfter(f *testing.F) {
	for _, v := range []string{"7", "-1", "1e308", "Sun, 01 Mar 2026 12:00:30 GMT", "1772366430", "0.0000000001", "NaN"} {
		f.Add(v, "Sun, 01 Mar 2026 12:00:00 GMT")
	}
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, value, date string) {
		h := http.Header{"Retry-After": {value}, "Date": {date}}
		wait, ok := RetryAfter(h, now)
		if ok && (wait <= 0 || wait > 24*time.Hour) || !ok && wait != 0 {
			t.Fatalf("%q: %v %v", value, wait, ok)
		}
	})
}
