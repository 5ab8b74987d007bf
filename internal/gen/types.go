package main

import (
	"fmt"
	"slices"
	"strings"
)

// resolve gives each field of a type its Go type.
func (m *model) resolve(t *structType) error {
	for _, f := range t.fields {
		base, err := f.base()
		if err != nil {
			return fmt.Errorf("field %s: %w", f.wire, err)
		}
		f.required = f.isRequired()
		f.opt = f.wantsOpt(base)
		f.goType = base
		if f.opt {
			f.goType = "frontdesk.Opt[" + base + "]"
		}
	}
	return nil
}

// base is the Go type of a field without Opt. All places of a shared type must
// agree; a number that may be decimal anywhere is decimal.
func (f *fieldType) base() (string, error) {
	var base string
	for _, raw := range f.raws {
		t, err := f.typeOf(raw.rawField)
		if err != nil {
			return "", fmt.Errorf("%s: %w", raw.occurrence.place, err)
		}
		switch {
		case base == "" || base == t:
			base = t
		case f.enum != nil && (base == "string" || t == "string"):
			base = f.enum.name
		case number(base) && number(t):
			base = strings.Replace(base, "int64", "float64", 1)
		case strings.TrimPrefix(base, "OneOrMany") != base && strings.HasPrefix(t, "[]"):
		default:
			return "", fmt.Errorf("%s in one place and %s in %s", base, t, raw.occurrence.place)
		}
	}
	return base, nil
}

func number(t string) bool { return strings.HasSuffix(t, "int64") || strings.HasSuffix(t, "float64") }

func (f *fieldType) typeOf(raw *rawField) (string, error) {
	if raw.Ref != "" {
		return refType(raw)
	}
	inner, isList := strings.CutPrefix(raw.Type, "array<")
	if !isList {
		if err := alsoKnown(raw); err != nil {
			return "", err
		}
		return f.scalar(raw, raw.Type)
	}
	item, err := f.scalar(raw, strings.TrimSuffix(inner, ">"))
	if err != nil {
		return "", err
	}
	switch {
	case len(raw.Also) == 0:
		return "[]" + item, nil
	case len(raw.Also) == 1 && raw.Also[0] == strings.TrimSuffix(inner, ">"):
		return "OneOrMany[" + item + "]", nil
	}
	return "", fmt.Errorf("type %s, also %v", raw.Type, raw.Also)
}

// alsoKnown refuses second types that the codec does not read.
func alsoKnown(raw *rawField) error {
	for _, also := range raw.Also {
		pair := raw.Type + " " + also
		switch pair {
		case "number string", "string number", "boolean string", "boolean number", "datetime datetime with zone":
		default:
			return fmt.Errorf("type %s, also %s", raw.Type, also)
		}
	}
	return nil
}

func refType(raw *rawField) (string, error) {
	switch raw.Ref + " " + raw.Type {
	case "filter object":
		return "Filter", nil
	case "sort array<object>":
		return "[]Sort", nil
	}
	return "", fmt.Errorf("reference %s of type %s", raw.Ref, raw.Type)
}

func (f *fieldType) scalar(raw *rawField, t string) (string, error) {
	switch t {
	case "string":
		return "string", nil
	case "enum":
		if len(raw.Enum) == 0 || f.enum == nil {
			return "string", nil
		}
		return f.enum.name, nil
	case "boolean":
		return "bool", nil
	case "number":
		switch raw.NumberKind {
		case "integer":
			if slices.Contains(raw.Also, "string") && strings.Contains(raw.Name, "duration") {
				return "Seconds", nil
			}
			return "int64", nil
		case "unknown":
			if strings.HasPrefix(raw.Type, "array<") {
				return "int64", nil // lists of numbers are ids, but where samples show decimals
			}
			return "float64", nil
		case "decimal":
			return "float64", nil
		}
		return "", fmt.Errorf("number_kind %q", raw.NumberKind)
	case "datetime":
		return "time.Time", nil
	case "date":
		return "Date", nil
	case "any", "unknown":
		return "json.RawMessage", nil
	case "map":
		return f.mapType(raw)
	case "object":
		if f.object == nil {
			return "", fmt.Errorf("an object without fields")
		}
		return f.object.name, nil
	}
	return "", fmt.Errorf("unknown type %q", raw.Type)
}

func (f *fieldType) mapType(raw *rawField) (string, error) {
	switch raw.Values {
	case "any":
		return "map[string]json.RawMessage", nil
	case "number":
		return "map[string]float64", nil
	case "object":
		if f.object != nil {
			return "map[string]" + f.object.name, nil
		}
	}
	return "", fmt.Errorf("a map of %q", raw.Values)
}

// isRequired reports whether the field is required wherever it is a parameter.
func (f *fieldType) isRequired() bool {
	params := 0
	for _, raw := range f.raws {
		if raw.occurrence.result {
			continue
		}
		if !raw.Required {
			return false
		}
		params++
	}
	return params > 0
}

// wantsOpt decides which fields have three states. The rules:
//   - a field of a reply is Opt if it may be null and null differs from the zero
//     value for a reader: numbers, booleans, times, objects. An id is never null.
//   - an optional parameter of an update is Opt, since null clears it;
//   - another optional parameter is Opt if its zero value is worth sending:
//     numbers that are no ids, booleans of writes and those that default to true,
//     objects.
//
// A type that is used both ways keeps what either way needs, texts and lists plain.
func (f *fieldType) wantsOpt(base string) bool {
	isPlain := base == "string" || base == "Filter" || strings.HasPrefix(base, "[]") || strings.HasPrefix(base, "OneOrMany") ||
		strings.HasPrefix(base, "map[") || base == "json.RawMessage" || f.enum != nil
	result, param := false, false
	for _, raw := range f.raws {
		if raw.occurrence.result {
			result = true
			if (raw.Nullable == nil || *raw.Nullable) && !isPlain && !f.isIdentity() {
				return true
			}
			continue
		}
		param = true
	}
	if !param || f.required || result && isPlain || f.isIdentity() && result {
		return false
	}
	return slices.ContainsFunc(f.raws, func(raw fieldUse) bool {
		return !raw.occurrence.result && f.optionalParam(raw, base, isPlain)
	})
}

func (f *fieldType) isIdentity() bool { return f.wire == "id" }

func (f *fieldType) optionalParam(raw fieldUse, base string, isPlain bool) bool {
	mt := raw.occurrence.method
	if mt.paged && f.owner == mt.params && f.isPaging() {
		return false
	}
	if mt.verb() == "update" {
		return true
	}
	reads := mt.Access == "read"
	switch {
	case isPlain || base == "time.Time" || base == "Date":
		return false
	case base == "bool":
		return string(raw.Default) == "true" || !reads
	case number(base):
		return f.wire != "id" && !strings.HasSuffix(f.wire, "_id") && !f.isPaging() && (raw.Min == nil || *raw.Min < 1)
	}
	return true // an object
}

// isPaging reports whether the field is one of those that all lists have.
func (f *fieldType) isPaging() bool {
	switch f.wire {
	case "limit", "offset", "filter", "fields", "sort", "date_from", "date_till":
		return true
	}
	return false
}
