package main

import (
	"fmt"
	"slices"
)

// The sets of words that the code gives a meaning to. Another word would be lost
// silently, so it ends the generator.
var (
	knownCallers = []string{"client", "agent", "partner"}
	knownAccess  = []string{"read", "write", "auth"}
	// callGroups are those of the Call API, whose file lists none.
	callGroups = []string{"authentication", "call_creation", "call_management"}
	// dateFormats are those that the codec writes and reads.
	dateFormats = map[string][]string{
		"date":     {"", "YYYY-MM-DD"},
		"datetime": {"", "YYYY-MM-DD hh:mm:ss", "YYYY-MM-DDThh:mm:ss.sss"},
	}
)

// checkWords refuses an operation that says something nobody knows.
func (o *rawOperation) checkWords(groups []string) error {
	if o.callAPI {
		groups = callGroups
	}
	if !slices.Contains(groups, o.Group) {
		return fmt.Errorf("unknown group %q", o.Group)
	}
	for _, who := range o.Who {
		if !slices.Contains(knownCallers, who) {
			return fmt.Errorf("unknown caller %q", who)
		}
	}
	if !slices.Contains(knownAccess, o.Access) {
		return fmt.Errorf("unknown access %q", o.Access)
	}
	if err := checkFields("params", o.Params); err != nil {
		return err
	}
	return checkFields("result", o.Response.Fields)
}

// checkFields refuses fields that would take each other's place, and words of theirs
// that nobody knows.
func checkFields(place string, fields []*rawField) error {
	names := map[string]bool{}
	for _, f := range fields {
		if names[f.Name] {
			return fmt.Errorf("%s: two fields are called %s", place, f.Name)
		}
		names[f.Name] = true
	}
	for _, f := range fields {
		at := place + "." + f.Name
		switch kind := elem(f.Type); {
		case f.AliasOf != "" && (f.AliasOf == f.Name || !names[f.AliasOf]):
			return fmt.Errorf("%s: it is an alias of %s, which is no sibling", at, f.AliasOf)
		case len(f.Enum) > 0 && kind != "enum" && kind != "number":
			return fmt.Errorf("%s: values are listed of a %s", at, f.Type)
		case dateFormats[kind] != nil && !slices.Contains(dateFormats[kind], f.Format):
			return fmt.Errorf("%s: unknown format %q of a %s", at, f.Format, kind)
		}
		if err := checkFields(at, f.Fields); err != nil {
			return err
		}
	}
	return nil
}
