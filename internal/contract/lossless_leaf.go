package contract

import (
	"encoding/json"
	"math/big"
	"strings"
	"time"
)

// normalise brings two spellings of one structure together: a map that is written as a list of {property, value}, and
// a single object where a list is described, or the other way round.
func normalise(f *Field, want, got any) (any, any) {
	if f == nil {
		return want, got
	}
	if f.Type == "map" {
		return pairsToMap(want), pairsToMap(got)
	}
	if f.Elem() != "" {
		return oneToList(want), oneToList(got)
	}
	// A list of one where an object is described.
	if _, isMap := got.(map[string]any); isMap {
		if list, ok := want.([]any); ok && len(list) == 1 {
			return list[0], got
		}
	}
	return want, got
}

func pairsToMap(v any) any {
	list, ok := v.([]any)
	if !ok {
		return v
	}
	m := map[string]any{}
	for _, e := range list {
		pair, ok := e.(map[string]any)
		name, named := pair["property"].(string)
		if !ok || !named {
			return v
		}
		m[name] = pair["value"]
	}
	return m
}

// oneToList wraps what stands alone. An empty value stays: it is an empty list.
func oneToList(v any) any {
	switch w := v.(type) {
	case nil, []any:
		return v
	case bool:
		if !w {
			return v
		}
	case string:
		if w == "" {
			return v
		}
	}
	return []any{v}
}

// sameLeaf compares two leaves by the field's type.
func (c *comparer) sameLeaf(f *Field, want, got any, present bool) bool {
	if isEmpty(f, want) {
		return !present || isEmpty(f, got) || isZero(got) && !distinctNull(f)
	}
	if !present || isEmpty(f, got) {
		// omitzero drops the zero of a plain field; where null and zero differ, that is a loss.
		return isZero(want) && !distinctNull(f)
	}
	a, b := scalarText(want), scalarText(got)
	if a == b {
		return true
	}
	if f == nil {
		return false
	}
	switch {
	case f.IsTime():
		return c.sameTime(a, b)
	case f.Type == "boolean" || contains(f.Also, "boolean"):
		return truth(a) != "" && truth(a) == truth(b)
	case f.IsNumber() || f.Type == "any" || contains(f.Also, "number") || contains(f.SeenTypes, "number"):
		return sameNumber(a, b)
	case len(f.Enum) > 0:
		return sameSpelling(f, a, b)
	}
	if object, ok := got.(map[string]any); ok && f.Type != "string" { // a scalar payload in a result struct
		return leafIn(object, a)
	}
	return false
}

// isEmpty reports the values that mean "nothing" on the wire. PHP writes false for it, and a zero date.
func isEmpty(f *Field, v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == "" || strings.HasPrefix(v, "0000-00-00")
	case bool:
		return !v && f != nil && f.Type != "boolean" && f.Type != "any" && !contains(f.Also, "boolean")
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}

// isZero reports the zero values of plain Go fields, including a zero time.
func isZero(v any) bool {
	switch v := v.(type) {
	case json.Number:
		return sameNumber(string(v), "0")
	case bool:
		return !v
	case string:
		return v == "0" || strings.HasPrefix(v, "0001-01-01")
	}
	return false
}

// distinctNull reports the fields for which null and zero say different things: nullable numbers, booleans and times.
func distinctNull(f *Field) bool {
	if f == nil || !f.MayBeNull() {
		return false
	}
	return f.IsNumber() || f.IsTime() || f.Type == "boolean"
}

func truth(s string) string {
	switch strings.ToLower(s) {
	case "true", "1", "yes", "on", "y":
		return "true"
	case "false", "0", "no", "off", "n":
		return "false"
	}
	return ""
}

func sameNumber(a, b string) bool {
	x, ok1 := new(big.Rat).SetString(a)
	y, ok2 := new(big.Rat).SetString(b)
	return ok1 && ok2 && x.Cmp(y) == 0
}

// sameSpelling compares values of an enumeration whose spellings vary: onhold, on hold, on-hold, and the aliases.
func sameSpelling(f *Field, a, b string) bool {
	fold := strings.NewReplacer(" ", "", "-", "", "_", "")
	if strings.EqualFold(fold.Replace(a), fold.Replace(b)) {
		return true
	}
	return contains(f.Aliases, a) && contains(f.Enum, b)
}

var timeLayouts = []string{
	time.RFC3339Nano, time.DateTime, "2006-01-02 15:04:05.999999999Z07", "2006-01-02 15:04:05.999999999Z07:00",
	"2006-01-02 15:04:05.999999999", "2006-01-02T15:04:05.999999999", time.DateOnly, "2006-01-02 15:04",
	"02.01.2006", "02.01.2006 15:04", "02.01.2006 15:04:05", "02.01.06,  15:04", "02.01.06, 15:04",
}

func (c *comparer) sameTime(a, b string) bool {
	x, ok1 := c.instant(a)
	y, ok2 := c.instant(b)
	return ok1 && ok2 && x.Equal(y)
}

// instant reads Unix seconds (with or without a fraction) and the vendors' and Go's spellings of times.
func (c *comparer) instant(s string) (time.Time, bool) {
	if r, ok := new(big.Rat).SetString(s); ok && isDecimal(s) {
		r.Mul(r, big.NewRat(int64(time.Second), 1))
		nanos := new(big.Int).Quo(r.Num(), r.Denom())
		return time.Unix(0, nanos.Int64()), nanos.IsInt64()
	}
	for _, layout := range timeLayouts {
		if t, err := time.ParseInLocation(layout, s, c.d.Location); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
