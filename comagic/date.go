package comagic

import (
	"fmt"
	"time"
)

// Date is a day without a time. The zero Date is none.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// NewDate returns the day of t in t's zone.
func NewDate(t time.Time) Date {
	year, month, day := t.Date()
	return Date{year, month, day}
}

// IsZero reports whether the date is none.
func (d Date) IsZero() bool { return d == Date{} }

// In returns the beginning of the day in a zone.
func (d Date) In(zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone)
}

// String returns the date as 2006-01-02, and "" for none.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// MarshalText is String.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads 2006-01-02, also with a time behind it, which is dropped.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	t, err := time.Parse(time.DateOnly, string(text[:min(len(text), len(time.DateOnly))]))
	if err != nil {
		return fmt.Errorf("%q is no date", text[:min(len(text), len(time.DateOnly))])
	}
	*d = NewDate(t)
	return nil
}
