package liveagent

import (
	"net/url"
	"strings"
	"time"
)

// DateFilter is a condition on a time, made by [EqualTo], [NotEqualTo], [After],
// [Before], [NotBefore], [NotAfter], [Between] or [Like]. Times are sent in the
// client's zone, to the second. The zero DateFilter is no condition.
type DateFilter struct {
	op      string
	from    time.Time
	to      time.Time // of btw
	pattern string    // of lk
}

// EqualTo is the time t itself.
func EqualTo(t time.Time) DateFilter { return DateFilter{op: "eq", from: t} }

// NotEqualTo is any time but t.
func NotEqualTo(t time.Time) DateFilter { return DateFilter{op: "neq", from: t} }

// After is any time later than t.
func After(t time.Time) DateFilter { return DateFilter{op: "gt", from: t} }

// Before is any time earlier than t.
func Before(t time.Time) DateFilter { return DateFilter{op: "lt", from: t} }

// NotBefore is t and any later time.
func NotBefore(t time.Time) DateFilter { return DateFilter{op: "gte", from: t} }

// NotAfter is t and any earlier time.
func NotAfter(t time.Time) DateFilter { return DateFilter{op: "lte", from: t} }

// Between is any time from one to the other.
func Between(from, to time.Time) DateFilter { return DateFilter{op: "btw", from: from, to: to} }

// Like is any time whose text in the account's zone, such as
// "2009-11-12 05:02:01", fits a pattern, in which % stands for any run of
// characters and ? for one: Like("2009-01-%") is January 2009.
func Like(pattern string) DateFilter { return DateFilter{op: "lk", pattern: pattern} }

// IsZero reports whether f is no condition.
func (f DateFilter) IsZero() bool { return f.op == "" }

// String returns the condition as it is sent, with times in their own zone.
func (f DateFilter) String() string {
	switch f.op {
	case "":
		return ""
	case "lk":
		return f.op + ":" + f.pattern
	case "btw":
		return f.op + ":" + f.from.Format(time.DateTime) + "," + f.to.Format(time.DateTime)
	default:
		return f.op + ":" + f.from.Format(time.DateTime)
	}
}

// EncodeValues implements the Encoder of query strings.
func (f DateFilter) EncodeValues(key string, values *url.Values) error {
	if !f.IsZero() {
		values.Set(key, f.String())
	}
	return nil
}

// in returns the filter with its times in the zone of the account.
func (f DateFilter) in(zone *time.Location) DateFilter {
	f.from, f.to = f.from.In(zone), f.to.In(zone)
	return f
}

// problem says what is wrong with the filter; empty if nothing is.
func (f DateFilter) problem() string {
	switch {
	case f.op == "":
		return ""
	case f.op == "lk" && f.pattern == "":
		return "an empty pattern"
	case f.op == "lk" && strings.Trim(f.pattern, "0123456789-: %?") != "":
		return "a pattern consists of digits, - : and spaces, with the wildcards % and ?"
	case f.op == "lk":
		return ""
	case f.from.IsZero() || f.op == "btw" && f.to.IsZero():
		return "the zero time"
	case f.op == "btw" && f.to.Before(f.from):
		return "the end lies before the beginning"
	default:
		return ""
	}
}
