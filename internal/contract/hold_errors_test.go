package contract_test

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// documentedErrors serves every documented error of the operation in every spelling of the vendor.
func (h *holding) documentedErrors(op *contract.Operation) {
	for _, e := range op.Errors {
		code := e.Code
		if e.Mnemonic != "" {
			code = e.Mnemonic
		}
		key := fmt.Sprintf("%s/%s %s", h.name, op.ID, code)
		if _, excused := errorExcuses[key]; excused {
			h.used[key] = true
			h.errors++
			continue
		}
		passed := true
		for _, a := range h.vendor.errors(e) {
			if fault := h.documentedError(op, e, a); fault != "" {
				passed = false
				h.errorFaults = append(h.errorFaults, fmt.Sprintf("%s: %d %s (%s): %s", op.ID, e.Status, code, a.name, fault))
			}
		}
		if passed {
			h.errors++
		}
	}
}

func (h *holding) documentedError(op *contract.Operation, e contract.OpError, a answer) string {
	_, value, callErr, err := h.serve(op, a, nil)
	if err != nil {
		return err.Error()
	}
	kind, code := e.Kind, e.Code
	if a.kind != "" {
		kind = a.kind
	}
	if a.code != "" {
		code = a.code
	}
	if kind == "unchanged" { // the result says so
		if callErr != nil {
			return fmt.Sprintf("%v instead of a result that is unchanged", callErr)
		}
		return changed(value)
	}
	return judgeError(callErr, op, kind, code)
}

// changed judges the result of a write that found nothing to change.
func changed(value any) string {
	v := reflect.Indirect(reflect.ValueOf(value))
	if v.Kind() != reflect.Struct || !v.FieldByName("Changed").IsValid() {
		return fmt.Sprintf("the result %T cannot say that nothing changed", value)
	}
	if v.FieldByName("Changed").Bool() {
		return "the result says that something changed"
	}
	return ""
}

func TestErrors_EveryDocumentedOneHasItsKindAndCode(t *testing.T) {
	forEachVendor(t, func(t *testing.T, h *holding) {
		for _, fault := range h.errorFaults {
			t.Error(fault)
		}
		if h.errors == 0 {
			t.Error("no error was served")
		}
		t.Logf("%d errors of %d operations", h.errors, len(h.ops))
	})
}
