package comagictest

import (
	"math"
	"net/http"
	"slices"
	"time"

	"github.com/frontdesk-go/frontdesk/frontdesktest"
)

// LimitExceeded is a fault: the refusal of a call because the points of a minute, an
// hour or a day are used up, with metadata that says so and a reset at the end of a
// window of that length. Its mnemonic is limit_exceeded. Another length is misuse when
// it is given to Fail.
func LimitExceeded(window time.Duration) frontdesktest.Fault {
	if window != time.Minute && window != time.Hour && window != 24*time.Hour {
		return frontdesktest.Misfit("the vendor counts points by the minute, the hour and the day, not by %s", window)
	}
	return frontdesktest.Reply(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := faultyCall(w, r)
		c.limits = usedUp(frontdesktest.Refund(c.r), window)
		c.exceed(window, limitOf(c.limits, window).Max)
	})).Named("error limit_exceeded")
}

// usedUp are limits of which one has nothing left.
func usedUp(limits []frontdesktest.Limit, window time.Duration) []frontdesktest.Limit {
	used := limitOf(limits, window)
	used.Remaining = 0
	if used.Reset <= 0 {
		used.Reset = window
	}
	others := slices.DeleteFunc(slices.Clone(limits), func(l frontdesktest.Limit) bool { return windowName(l.Window) == windowName(window) })
	return append(others, used)
}

// limitOf is the limit of a window, or one that the account might have.
func limitOf(limits []frontdesktest.Limit, window time.Duration) frontdesktest.Limit {
	for _, l := range limits {
		if windowName(l.Window) == windowName(window) {
			return l
		}
	}
	return frontdesktest.Limit{Window: window, Max: 1000}
}

// exceed answers that the points of a window are used up.
func (c *call) exceed(window time.Duration, most int) {
	c.failUncharged(failure{mnemonic: "limit_exceeded", params: map[string]any{
		"limit_type": windowName(window), "limit_max_value": most,
	}})
}

// refuse answers when the points are used up.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, refused frontdesktest.Limit) {
	s.newCall(w, r).exceed(refused.Window, refused.Max)
}

func windowName(window time.Duration) string {
	switch {
	case window <= time.Minute:
		return "minute"
	case window <= time.Hour:
		return "hour"
	}
	return "day"
}

// limitsOf is metadata.limits.
func limitsOf(limits []frontdesktest.Limit) map[string]any {
	m := map[string]any{}
	for _, l := range limits {
		name := windowName(l.Window)
		m[name+"_limit"], m[name+"_remaining"] = l.Max, max(l.Remaining, 0)
		m[name+"_reset"] = int64(math.Ceil(l.Reset.Seconds()))
	}
	return m
}
