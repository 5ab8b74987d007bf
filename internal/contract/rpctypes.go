package contract

import (
	"encoding/json"
	"fmt"
	"sync"
)

// rpcTypes are the types of CoMagic that fields refer to by name.
type rpcTypes struct {
	leaf Field // {field, operator, value}
	tree Field // {condition}; its filters are checked apart, since they nest
	sort Field // one sort key
}

// comagicTypes are empty if the embedded file is broken, which the tests of this package rule out.
var comagicTypes = sync.OnceValue(func() *rpcTypes {
	types, err := loadRPCTypes()
	if err != nil {
		return &rpcTypes{}
	}
	return types
})

func loadRPCTypes() (*rpcTypes, error) {
	var facts struct {
		Filter struct {
			OneOf []struct {
				Fields []json.RawMessage `json:"fields"`
			} `json:"one_of"`
		} `json:"filter"`
		Sort struct {
			Fields []*Field `json:"fields"`
		} `json:"sort"`
	}
	if err := Load(CoMagic).Fact("data_api.types", &facts); err != nil {
		return nil, err
	}
	if len(facts.Filter.OneOf) != 2 {
		return nil, fmt.Errorf("%d forms of the filter", len(facts.Filter.OneOf))
	}
	types := &rpcTypes{
		leaf: Field{Name: "filter", Type: "object"}, tree: Field{Name: "filter", Type: "object"},
		sort: Field{Name: "sort", Type: "object", Fields: facts.Sort.Fields},
	}
	for i, into := range []*Field{&types.leaf, &types.tree} {
		for _, data := range facts.Filter.OneOf[i].Fields {
			f := &Field{}
			if err := json.Unmarshal(data, f); err != nil {
				return nil, err
			}
			if f.Type != "array<filter>" {
				into.Fields = append(into.Fields, f)
			}
		}
	}
	return types, nil
}
