package contract_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// repair returns an example with the values that exampleRepairs has for it.
func (h *holding) repair(e contract.Example) ([]byte, error) {
	key := h.name + "/" + e.File
	repairs, ok := exampleRepairs[key]
	if !ok {
		return e.Data(), nil
	}
	h.used[key] = true
	var tree any
	if err := json.Unmarshal(e.Data(), &tree); err != nil {
		return nil, err
	}
	for path, value := range repairs {
		if err := mend(tree, strings.Split(path, "."), value); err != nil {
			return nil, fmt.Errorf("the repair of %s: %w", path, err)
		}
	}
	return json.Marshal(tree)
}

// mend sets one member, which need not be there. It fails if the way to it is not there, or if it is so already.
func mend(tree any, path []string, value any) error {
	switch at := tree.(type) {
	case map[string]any:
		if len(path) > 1 {
			return mend(at[path[0]], path[1:], value)
		}
		if have, ok := at[path[0]]; ok && reflect.DeepEqual(have, value) {
			return fmt.Errorf("without purpose: it is %v already", value)
		}
		at[path[0]] = value
		return nil
	case []any:
		i, err := strconv.Atoi(path[0])
		if err != nil || i < 0 || i >= len(at) || len(path) < 2 {
			return fmt.Errorf("there is no item %s", path[0])
		}
		return mend(at[i], path[1:], value)
	}
	return fmt.Errorf("nothing is at %s", path[0])
}
