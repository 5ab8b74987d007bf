package drive

import (
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// text makes a text that fits the field.
func text(info *contract.Field) string {
	if info == nil {
		return "text"
	}
	for _, value := range info.Enum {
		if value != "" {
			return value
		}
	}
	switch {
	case info.Type == "date" || strings.HasPrefix(info.Format, "YYYY-MM-DD or"):
		return moment.Format(time.DateOnly)
	case info.Type == "datetime":
		return moment.Format(time.DateTime)
	case info.Type == "opdatetime":
		return "gt:" + moment.Format(time.DateTime)
	case info.Type == "timestamp":
		return fmt.Sprint(moment.Unix())
	case info.IsNumber():
		return fmt.Sprint(number(info))
	case info.JSONType != "":
		return "[]"
	case info.Format == "E.164":
		return "74955550100"
	case strings.HasPrefix(info.Format, "URL"):
		return "https://example.com/hook"
	case strings.EqualFold(info.Format, "HH:MM"):
		return "10:30"
	case strings.EqualFold(info.Format, "HH:MM:SS"):
		return "10:30:00"
	case strings.Contains(info.Name, "mail"):
		return "user@example.com"
	}
	sample := "text"
	if info.MinLength != nil && len(sample) < *info.MinLength {
		sample = strings.Repeat("a", *info.MinLength)
	}
	if info.MaxLength != nil && len(sample) > *info.MaxLength {
		sample = sample[:*info.MaxLength]
	}
	return sample
}

// number makes a whole number within the field's limits.
func number(info *contract.Field) int64 {
	n := int64(7)
	if info == nil {
		return n
	}
	for _, value := range info.Enum {
		if r, ok := new(big.Rat).SetString(value); ok && r.IsInt() {
			return r.Num().Int64()
		}
	}
	if info.Type == "timestamp" {
		return moment.Unix()
	}
	if info.Min != nil && float64(n) < *info.Min {
		n = int64(*info.Min)
	}
	if info.Max != nil && float64(n) > *info.Max {
		n = int64(*info.Max)
	}
	return n
}
