package contract_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// fresh is a holding that has nothing to do with what other tests count.
func fresh(t *testing.T, v *vendor) *holding {
	t.Helper()
	h := &holding{vendor: v, target: v.target(), used: map[string]bool{}}
	if h.scan, h.ops, h.err = v.implemented(); h.err != nil {
		t.Fatal(h.err)
	}
	return h
}

func exampleOf(t *testing.T, op *contract.Operation, file string) contract.Example {
	t.Helper()
	for _, e := range op.Examples {
		if e.File == file {
			return e
		}
	}
	t.Fatalf("%s has no example %s", op, file)
	return contract.Example{}
}

func TestHold_FaultsAreFound(t *testing.T) {
	h := fresh(t, helpCrunch())
	inv := contract.Load(contract.HelpCrunch)
	get, update, agents := inv.Operation("customers.get"), inv.Operation("customers.update"), inv.Operation("agents.list")

	foreign := exampleOf(t, agents, "agents.list.200.json")
	if faults := h.successReply(get, foreign); len(faults) == 0 {
		t.Error("the reply of another operation is read without loss")
	}
	if faults := h.failedReply(get, foreign); len(faults) == 0 {
		t.Error("a success passes for a failure")
	}
	request := exampleOf(t, inv.Operation("chats.rate"), inv.Operation("chats.rate").Requests()[0].File)
	if faults := h.exampleRequest(update, request); len(faults) == 0 {
		t.Error("the request of another operation is sent as documented")
	}
	for _, e := range []contract.OpError{
		{Status: http.StatusNotFound, Code: "not_found", Kind: "conflict"},
		{Status: http.StatusBadRequest, Code: "invalid_request", Kind: "invalid", KindIfNotAlone: "server"},
	} {
		wrong := *get
		wrong.Errors = []contract.OpError{e}
		h.errorFaults, h.errors = nil, 0
		if h.documentedErrors(&wrong); len(h.errorFaults) == 0 || h.errors != 0 {
			t.Errorf("the wrong kind of %s is not found", e.Code)
		}
	}
}

func TestHold_EverySpellingOfAnErrorIsServed(t *testing.T) {
	for _, tc := range []struct {
		vendor *vendor
		e      contract.OpError
		want   []string
	}{
		{helpCrunch(), contract.OpError{Code: "not_found"}, []string{"older", "newer"}},
		{salesMan(), contract.OpError{Code: "403"}, []string{"code as number", "code as text", "without result"}},
		{salesMan(), contract.OpError{}, []string{"result and text", "result with text", "plain text"}},
		{liveAgent(), contract.OpError{Status: 404},
			[]string{"JSON under HTTP 404", "XML under HTTP 404", "JSON under HTTP 200", "XML under HTTP 200"}},
		{coMagic(), contract.OpError{Mnemonic: "limit_exceeded"}, []string{"error", "limit of a minute", "limit of a day"}},
	} {
		var got []string
		for _, a := range tc.vendor.errors(tc.e) {
			got = append(got, a.name)
		}
		if strings.Join(got, ", ") != strings.Join(tc.want, ", ") {
			t.Errorf("%s: got %q, want %q", tc.vendor.name, got, tc.want)
		}
	}
}

func TestJudgeError_ComparesKindCodeOperationAndAttempts(t *testing.T) {
	op := contract.Load(contract.HelpCrunch).Operation("customers.get")
	good := frontdesk.Error{Vendor: "helpcrunch", Operation: "customers.get", Kind: frontdesk.KindAuth, Code: "c", Attempts: 1}
	if fault := judgeError(&good, op, "auth", "c"); fault != "" {
		t.Error(fault)
	}
	change := func(f func(*frontdesk.Error)) error {
		e := good
		f(&e)
		return &e
	}
	for name, err := range map[string]error{
		"none": nil, "another type": errors.New("x"),
		"kind":      change(func(e *frontdesk.Error) { e.Kind = frontdesk.KindServer }),
		"code":      change(func(e *frontdesk.Error) { e.Code = "d" }),
		"vendor":    change(func(e *frontdesk.Error) { e.Vendor = "liveagent" }),
		"operation": change(func(e *frontdesk.Error) { e.Operation = "customers.list" }),
		"attempts":  change(func(e *frontdesk.Error) { e.Attempts = 2 }),
	} {
		if judgeError(err, op, "auth", "c") == "" {
			t.Errorf("%s: a wrong error passes", name)
		}
	}
}
