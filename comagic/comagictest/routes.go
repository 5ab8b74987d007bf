package comagictest

import (
	"encoding/json"
	"maps"
	"strings"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// how says where the answer of a method comes from.
type how string

const (
	engine  how = "engine"  // rows, through filters, sort, fields and paging
	state   how = "state"   // what the test and the client have made of the account
	example how = "example" // the vendor's example, with what was made added to it
)

// examples are the methods that cannot be answered from state alone, each with the
// reason. A test may give them another answer with [Server.PutObject].
var examples = map[string]string{
	"getobj.columns_tree":    "the columns of the report builder are the vendor's; custom ones are added as they are created",
	"getobj.dimensions_tree": "the dimensions of the report builder are the vendor's; custom ones are added as they are created",
}

// routeOf finds how a method is answered. Every method of the inventory has a way.
func routeOf(op *contract.Operation) (how, func(*call)) {
	if _, ok := examples[op.ID]; ok {
		return example, (*call).tree
	}
	for _, group := range []map[string]func(*call){
		sessionMethods, tagMethods, numberMethods, communicationMethods, builderMethods, trackingMethods, accountMethods,
	} {
		if run, ok := group[op.ID]; ok {
			return state, run
		}
	}
	verb, noun, _ := strings.Cut(op.ID, ".")
	switch {
	case strings.HasPrefix(op.ID, callPrefix):
		return state, (*call).control
	case verb == "get" && op.Response.Kind == "list":
		return engine, (*call).list
	case verb == "getobj":
		return state, func(c *call) { c.object(noun) }
	case verb == "create", verb == "update", verb == "delete":
		return state, func(c *call) { c.write(verb, noun) }
	case verb == "upload":
		return state, func(c *call) { c.upload(noun) }
	}
	return "", (*call).unknown
}

// unknown answers a method that the server has no way for.
func (c *call) unknown() { c.fail(failure{mnemonic: "method_not_found"}) }

// exampleData is result.data of the vendor's example of a method.
func exampleData(op *contract.Operation) map[string]any {
	for _, e := range op.Successes() {
		var body struct {
			Result struct {
				Data json.RawMessage `json:"data"`
			} `json:"result"`
		}
		if json.Unmarshal(e.Data(), &body) != nil {
			continue
		}
		if data, ok := decode(body.Result.Data).(map[string]any); ok {
			return maps.Clone(data)
		}
	}
	return map[string]any{}
}

var tagMethods = map[string]func(*call){
	"set.tag_communications":    (*call).setTag,
	"unset.tag_communications":  (*call).unsetTag,
	"set.communications_tags":   (*call).tagMany,
	"update.tags_communication": (*call).replaceTags,
	"set.tag_sales":             (*call).sale,
}
