package contract

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// value checks one value against its field. In query, form and path every leaf is a text and is judged by its look.
func (c *checker) value(f *Field, v any, path string, in Place) {
	if v == nil {
		if !c.nullAllowed(f) {
			c.report(RuleType, path, "null is not allowed")
		}
		return
	}
	if f.JSONType != "" {
		c.jsonText(f, v, path)
		return
	}
	if f.Ref != "" {
		c.ref(f, v, path)
		return
	}
	types := append(append([]string{f.Type}, f.Also...), f.SeenTypes...)
	var matched string
	for _, t := range types {
		if c.hasType(t, v, in) {
			matched = t
			break
		}
	}
	switch {
	case matched == "":
		c.report(RuleType, path, "%s instead of %s", describe(v), strings.Join(types, " or "))
	case elemType(matched) != "":
		c.list(f, v, path, in)
	case matched == "object" || matched == "map" || matched == "any":
		c.below(f, v, path, in)
	default:
		c.limits(f, v, path)
	}
}

func (c *checker) nullAllowed(f *Field) bool {
	if f.Nullable != nil {
		return *f.Nullable
	}
	// Where the inventory does not say: null clears an optional parameter (CoMagic), and vanishes in PHP (SalesMan).
	return !f.Required
}

// hasType reports whether v is of the inventory's type t.
func (c *checker) hasType(t string, v any, in Place) bool {
	if inner := elemType(t); inner != "" {
		return c.isList(inner, v, in)
	}
	text, isText := v.(string)
	number, isNumber := v.(json.Number)
	written := in == InQuery || in == InForm || in == InPath // numbers and booleans come as text
	if c.op.Vendor == SalesMan {
		written = written || isText // PHP takes quoted numbers in JSON as well; the vendor's examples mix both
	}
	switch t {
	case "any", "unknown":
		return true
	case "string", "enum", "datetime", "date", "opdatetime":
		return isText || isNumber && c.op.Vendor == SalesMan
	case "timestamp":
		return isText && isDecimal(text) || isNumber
	case "integer":
		return isNumber && isInteger(string(number)) || isText && written && (isInteger(text) || c.op.Vendor == SalesMan && text == "")
	case "number":
		return isNumber || isText && written && (isDecimal(text) || c.op.Vendor == SalesMan && text == "")
	case "boolean":
		_, isBool := v.(bool)
		return isBool || isText && written && (text == "true" || text == "false" || text == "1" || text == "0")
	case "object", "map":
		_, isMap := v.(map[string]any)
		list, isList := v.([]any)
		return isMap || c.op.Vendor == SalesMan && isList && len(list) == 0
	}
	return false
}

func (c *checker) isList(inner string, v any, in Place) bool {
	list, ok := v.([]any)
	if !ok {
		return false
	}
	for _, e := range list {
		if e == nil || !c.hasType(inner, e, in) {
			return false
		}
	}
	return true
}

func (c *checker) list(f *Field, v any, path string, in Place) {
	list := v.([]any)
	if f.MinItems != nil && len(list) < *f.MinItems {
		c.report(RuleValue, path, "%d items, at least %d are required", len(list), *f.MinItems)
	}
	if f.MaxItems != nil && len(list) > *f.MaxItems {
		c.report(RuleValue, path, "%d items, at most %d are allowed", len(list), *f.MaxItems)
	}
	for i, e := range list {
		at := fmt.Sprintf("%s[%d]", path, i)
		if _, ok := e.(map[string]any); ok {
			c.below(f, e, at, in)
		} else if f.Elem() == "enum" {
			c.enum(f, e, at)
		}
	}
}

// below checks the members of an object. A field without described members is open, and so is a map, but for those
// members of it that are described.
func (c *checker) below(f *Field, v any, path string, in Place) {
	members, ok := v.(map[string]any)
	if !ok {
		if list, isList := v.([]any); isList && len(f.Fields) > 0 {
			for i, e := range list {
				c.below(f, e, fmt.Sprintf("%s[%d]", path, i), in)
			}
		}
		return
	}
	if f.Type == "map" && f.Values != "" {
		c.mapValues(f, members, path, in)
		return
	}
	if len(f.Fields) == 0 {
		return
	}
	for _, name := range sortedKeys(members) {
		at := join(path, name)
		child := f.Child(name)
		if child == nil {
			if f.Type != "map" {
				c.report(RuleUnknown, at, "%s has no such member", join(path, ""))
			}
			continue
		}
		c.value(child, members[name], at, in)
	}
	for _, child := range f.Fields {
		if _, ok := members[child.Name]; child.Required && !ok {
			c.report(RuleMissing, join(path, child.Name), "required in this object")
		}
	}
}

func (c *checker) mapValues(f *Field, members map[string]any, path string, in Place) {
	for _, name := range sortedKeys(members) {
		at := join(path, name)
		if !c.hasType(f.Values, members[name], in) {
			c.report(RuleType, at, "%s instead of %s", describe(members[name]), f.Values)
			continue
		}
		if f.Values == "object" {
			c.below(&Field{Name: f.Name, Type: "object", Fields: f.Fields}, members[name], at, in)
		}
	}
}

// limits checks documented values, bounds, lengths and formats of a scalar.
func (c *checker) limits(f *Field, v any, path string) {
	text := scalarText(v)
	if len(f.Enum) > 0 {
		if f.Multiple == "comma" {
			for _, part := range strings.Split(text, ",") {
				c.enum(f, part, path)
			}
		} else {
			c.enum(f, v, path)
		}
	}
	if number, ok := new(big.Rat).SetString(text); ok && f.IsNumber() {
		if f.Min != nil && number.Cmp(new(big.Rat).SetFloat64(*f.Min)) < 0 {
			c.report(RuleValue, path, "%s is below %v", text, *f.Min)
		}
		if f.Max != nil && number.Cmp(new(big.Rat).SetFloat64(*f.Max)) > 0 {
			c.report(RuleValue, path, "%s is above %v", text, *f.Max)
		}
	}
	if n := utf8.RuneCountInString(text); f.Type == "string" {
		if f.MinLength != nil && n < *f.MinLength {
			c.report(RuleValue, path, "%d characters, at least %d are required", n, *f.MinLength)
		}
		if f.MaxLength != nil && n > *f.MaxLength {
			c.report(RuleValue, path, "%d characters, at most %d are allowed", n, *f.MaxLength)
		}
	}
	c.timeFormat(f, text, path)
}

// enum accepts documented values and their aliases. An empty text stands for absence where the vendor reads it so.
func (c *checker) enum(f *Field, v any, path string) {
	text := scalarText(v)
	if len(f.Enum) == 0 || f.OpenEnum || contains(f.Enum, text) || contains(f.Aliases, text) {
		return
	}
	if text == "" && c.op.Vendor == SalesMan {
		return
	}
	c.report(RuleValue, path, "%q is not one of %s", text, strings.Join(f.Enum, ", "))
}

var (
	integerText = regexp.MustCompile(`^-?[0-9]+$`)
	decimalText = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)
	opDateTime  = regexp.MustCompile(`^(?:(?:eq|neq|gt|lt|gte|lte|btw|lk):)?.+$`)
)

func isInteger(s string) bool { return integerText.MatchString(s) }
func isDecimal(s string) bool { return decimalText.MatchString(s) }

// timeFormat checks the spelling of dates. The vendors' own formats are few; others are left alone.
func (c *checker) timeFormat(f *Field, text, path string) {
	var layouts []string
	switch f.Type {
	case "date":
		layouts = []string{time.DateOnly}
	case "datetime":
		layouts = []string{time.DateTime}
		if strings.HasPrefix(f.Format, "YYYY-MM-DD or") {
			layouts = append(layouts, time.DateOnly)
		}
		if strings.Contains(f.Format, "THH") || strings.Contains(f.Format, "Thh") {
			layouts = append(layouts, "2006-01-02T15:04:05", time.RFC3339)
		}
	case "opdatetime":
		if !opDateTime.MatchString(text) {
			c.report(RuleValue, path, "%q has no operator of the vendor", text)
		}
		return
	default:
		return
	}
	if text == "" && c.op.Vendor == SalesMan {
		return
	}
	for _, layout := range layouts {
		if _, err := time.Parse(layout, text); err == nil {
			return
		}
	}
	c.report(RuleValue, path, "%q is not written as %s", text, strings.Join(layouts, " or "))
}

// jsonText checks JSON that travels as text inside a form field.
func (c *checker) jsonText(f *Field, v any, path string) {
	text, ok := v.(string)
	if !ok {
		c.report(RuleType, path, "%s instead of JSON text", describe(v))
		return
	}
	var inner any
	if err := unmarshalWhole([]byte(text), &inner); err != nil {
		c.report(RuleType, path, "not JSON text: %v", err)
		return
	}
	if !c.hasType(f.JSONType, inner, InBody) {
		c.report(RuleType, path, "the JSON text is %s instead of %s", describe(inner), f.JSONType)
		return
	}
	c.below(f, inner, path, InBody)
}

// ref checks CoMagic's filter and sort.
func (c *checker) ref(f *Field, v any, path string) {
	types := comagicTypes()
	if f.Ref == "sort" {
		list, ok := v.([]any)
		if !ok {
			c.report(RuleType, path, "%s instead of a list of sort keys", describe(v))
			return
		}
		for i, e := range list {
			c.value(&types.sort, e, fmt.Sprintf("%s[%d]", path, i), InBody)
		}
		return
	}
	c.filter(types, v, path)
}

func (c *checker) filter(types *rpcTypes, v any, path string) {
	node, ok := v.(map[string]any)
	if !ok {
		c.report(RuleType, path, "%s instead of a filter", describe(v))
		return
	}
	filters, isTree := node["filters"]
	if !isTree {
		c.value(&types.leaf, v, path, InBody)
		return
	}
	rest := map[string]any{}
	for name, value := range node {
		if name != "filters" {
			rest[name] = value
		}
	}
	c.value(&types.tree, rest, path, InBody)
	list, ok := filters.([]any)
	if !ok {
		c.report(RuleType, join(path, "filters"), "%s instead of a list", describe(filters))
		return
	}
	for i, e := range list {
		c.filter(types, e, fmt.Sprintf("%s.filters[%d]", path, i))
	}
}

// unmarshalWhole decodes exactly one JSON value, with numbers kept as they are written.
func unmarshalWhole(data []byte, v any) error {
	dec := json.NewDecoder(strings.NewReader(string(data)))
	dec.UseNumber()
	if err := dec.Decode(v); err != nil {
		return err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the JSON value")
	}
	return nil
}

func join(path, name string) string {
	if path == "" || name == "" {
		return path + name
	}
	return path + "." + name
}

func scalarText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return string(v)
	case nil:
		return ""
	}
	return fmt.Sprint(v)
}

func jsonType(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return "string"
	case bool:
		return "boolean"
	case json.Number:
		if isInteger(string(v)) {
			return "integer"
		}
		return "number"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	}
	return fmt.Sprintf("%T", v)
}

// describe names the type of v, with the value where that is short.
func describe(v any) string {
	switch v.(type) {
	case string, json.Number, bool:
		if text := fmt.Sprintf("%q", scalarText(v)); len(text) < 60 {
			return jsonType(v) + " " + text
		}
	}
	return jsonType(v)
}
