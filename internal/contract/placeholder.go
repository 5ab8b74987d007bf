package contract

import (
	"encoding/json"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// SalesMan's inventory has names that stand for others: inputN for the account's own fields input1, input2, …, price_N
// for its price levels, and FIELD and COLUMN for any field that the endpoint's call fields() may name. Which names those
// are is taken from the documented and recorded answers of fields(); a name that occurs in none of them is unknown, so
// that a slip of the pen is still found.

// anyFieldNames are the placeholders for any field of the endpoint.
var anyFieldNames = []string{"FIELD", "COLUMN"}

// ownField is the form of the names that an account gives to its own fields.
var ownField = regexp.MustCompile(`^(input|field)[1-9][0-9]*$`)

// Placeholder reports whether the field's name stands for names that differ by account.
func (f *Field) Placeholder() bool {
	return f != nil && (f.Name == "*" || strings.HasSuffix(f.Name, "inputN") || strings.HasSuffix(f.Name, "_N") ||
		slices.Contains(anyFieldNames, f.Name))
}

// numbered reports whether f stands for a row of names ("inputN", "price_N") and name is one of them.
func (f *Field) numbered(name string) bool {
	stem, ok := strings.CutSuffix(f.Name, "N")
	if !ok || !strings.HasSuffix(stem, "input") && !strings.HasSuffix(stem, "_") {
		return false
	}
	digits, ok := strings.CutPrefix(name, stem)
	return ok && digits != "" && strings.Trim(digits, "0123456789") == ""
}

// takes reports whether f is FIELD or COLUMN and stands for name.
func (f *Field) takes(name string) bool {
	return f.stands != nil && (f.stands[name] || ownField.MatchString(name))
}

// placeholders tells the fields named FIELD and COLUMN which names they stand for.
func (l *loader) placeholders() error {
	known := map[string]map[string]bool{}
	for _, op := range slices.Concat(l.inv.Operations, l.inv.Pages) {
		var walk func([]*Field) error
		walk = func(fields []*Field) error {
			for _, f := range fields {
				if slices.Contains(anyFieldNames, f.Name) {
					endpoint := op.raw.Endpoint
					if known[endpoint] == nil {
						names, err := endpointFields(endpoint)
						if err != nil {
							return fmt.Errorf("%s: %w", op.ID, err)
						}
						known[endpoint] = names
					}
					f.stands = known[endpoint]
				}
				if err := walk(f.Fields); err != nil {
					return err
				}
			}
			return nil
		}
		if err := walk(op.Params); err != nil {
			return err
		}
	}
	return nil
}

// endpointFields collects the names that fields() of an endpoint gave in the documentation and in the recordings.
func endpointFields(endpoint string) (map[string]bool, error) {
	found := map[string]bool{}
	add := func(data []byte) error {
		var answer struct {
			Data map[string]json.RawMessage `json:"data"`
		}
		if err := json.Unmarshal(data, &answer); err != nil {
			return err
		}
		for name, title := range answer.Data {
			found[name] = true
			var group map[string]string // the social networks stand in a map of their own
			if json.Unmarshal(title, &group) == nil {
				for name := range group {
					found[name] = true
				}
			}
		}
		return nil
	}
	data, err := File(SalesMan, path.Join("examples", endpoint+".fields.200.json"))
	if err != nil {
		return nil, err
	}
	if err := add(data); err != nil {
		return nil, err
	}
	data, err = File(SalesMan, path.Join("recordings", endpoint+".fields.ok.json"))
	if err != nil {
		return nil, err
	}
	var recorded struct {
		Response RecordedResponse `json:"response"`
	}
	if err := json.Unmarshal(data, &recorded); err != nil {
		return nil, err
	}
	return found, add(recorded.Response.Body)
}
