package drive

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// protocolParams belong to every call of a vendor; the client adds them by itself, or only for some accounts.
var protocolParams = map[string]map[string]bool{
	contract.LiveAgent: {"apikey": true},
	contract.SalesMan:  {"login": true, "apikey": true, "action": true},
	contract.CoMagic:   {"access_token": true},
}

// judge compares a captured request with the inventory: what was sent must be right, and what the inventory has must
// have been sent, as far as the mode asks for it.
func (t *Target) judge(op *contract.Operation, r *http.Request, body []byte, all bool) []string {
	var faults []string
	for _, v := range op.CheckRequest(r, body) {
		if v.Rule == contract.RuleMissing {
			if _, ok := lookup(t, t.Unsent, op.ID, plain(v.Param)); ok {
				continue
			}
		}
		faults = append(faults, v.String())
	}
	sent, _ := op.TakeApart(r, body)
	if sent == nil {
		return faults
	}
	names := sentNames(op, sent)
	t.compare(op, op.Params, "", names, all, &faults)
	return faults
}

// compare walks the inventory's parameters. In the full mode all of them must have been sent; in the other mode none
// but the required ones.
func (t *Target) compare(op *contract.Operation, params []*contract.Field, above string, sent map[string]bool, all bool, faults *[]string) {
	for _, p := range params {
		name := strings.TrimPrefix(above+"."+p.Name, ".")
		if p.Name == "(body)" { // a batch: the parameters of its items follow
			t.compare(op, p.Fields, "", sent, all, faults)
			continue
		}
		if above == "" && protocolParams[op.Vendor][p.Name] {
			continue
		}
		was := sent[name]
		switch {
		case all && !was:
			if _, ok := lookup(t, t.Unsent, op.ID, name); !ok {
				*faults = append(*faults, fmt.Sprintf("never sent: %s", name))
			}
			continue
		case !all && was && !p.Required:
			if _, ok := lookup(t, t.Always, op.ID, name); !ok {
				*faults = append(*faults, fmt.Sprintf("sent although it is optional and was not given: %s", name))
			}
		}
		if was {
			t.compare(op, p.Fields, name, sent, all, faults)
		}
	}
}

// sentNames lists the paths of everything sent, without the indexes of lists. Names that stand for a row (inputN) are
// folded.
func sentNames(op *contract.Operation, sent *contract.Sent) map[string]bool {
	names := map[string]bool{}
	for _, tree := range []map[string]any{sent.Path, sent.Query, sent.Form, sent.Body} {
		addNames(op.Params, tree, "", names)
	}
	if sent.List != nil {
		for _, p := range op.Params {
			if p.Name == "(body)" {
				for _, e := range sent.List {
					addNames(p.Fields, e, "", names)
				}
			}
		}
	}
	return names
}

func addNames(fields []*contract.Field, v any, above string, names map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		parent := &contract.Field{Fields: fields}
		for name, value := range v {
			child := parent.Child(name)
			if child == nil {
				continue
			}
			at := strings.TrimPrefix(above+"."+child.Name, ".")
			names[at] = true
			addNames(child.Fields, inner(child, value), at, names)
		}
	case []any:
		for _, e := range v {
			addNames(fields, e, above, names)
		}
	}
}

// inner opens JSON text inside a form field.
func inner(f *contract.Field, v any) any {
	text, ok := v.(string)
	if !ok || f.JSONType == "" {
		return v
	}
	var opened any
	if json.Unmarshal([]byte(text), &opened) != nil {
		return v
	}
	return opened
}

// plain removes the indexes from a parameter's path.
func plain(path string) string {
	for {
		before, rest, ok := strings.Cut(path, "[")
		if !ok {
			return path
		}
		_, after, _ := strings.Cut(rest, "]")
		path = before + after
	}
}
