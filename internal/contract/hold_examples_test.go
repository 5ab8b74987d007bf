package contract_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/internal/contract/drive"
)

// ownParams are the parameters that a client adds by itself.
var ownParams = map[string]bool{"apikey": true, "login": true, "action": true, "access_token": true, "user_id": true}

// exampleRequest calls the method with the parameters of an example request: what is sent has to be the example.
func (h *holding) exampleRequest(op *contract.Operation, e contract.Example) []string {
	data, err := h.repair(e)
	if err != nil {
		return []string{err.Error()}
	}
	r, body, err := exampleRequest(op, data)
	if err != nil {
		return []string{err.Error()}
	}
	want, _ := op.TakeApart(r, body)
	if want == nil {
		return []string{"the example cannot be read"}
	}
	given := &drive.Given{Tree: want.Tree(op), Unmarshal: h.unmarshal}
	rt, _, callErr, err := h.serve(op, answer{status: op.SuccessStatus, body: []byte("{}")}, given)
	if err != nil {
		return []string{err.Error()}
	}
	if rt.request == nil {
		if _, ok := h.excuse(requestExcuses, e.File, "refused"); ok {
			return nil
		}
		return []string{fmt.Sprintf("nothing was sent: %v", callErr)}
	}
	got, _ := op.TakeApart(rt.request, rt.sent)
	if got == nil {
		return []string{"what was sent cannot be read"}
	}
	var faults []string
	lost, added := contract.CompareSent(op, want, got, h.zone)
	for word, leaves := range map[string][]contract.Leaf{"not sent as in the example: ": lost, "sent besides the example: ": added} {
		for _, l := range leaves {
			if _, ok := h.excuse(requestExcuses, e.File, l.Path); !ok && !ownParams[l.Path] {
				faults = append(faults, word+l.String())
			}
		}
	}
	slices.Sort(faults)
	return faults
}

// successReply serves an example reply: the method has to return all of it.
func (h *holding) successReply(op *contract.Operation, e contract.Example) []string {
	data, err := h.repair(e)
	if err != nil {
		return []string{err.Error()}
	}
	_, value, callErr, err := h.serve(op, answer{status: e.Status, body: data, xml: e.XML}, nil)
	if err = errors.Join(err, callErr); err != nil {
		return []string{err.Error()}
	}
	if value == nil {
		return h.emptyReply(op, e)
	}
	accept := map[string]string{}
	for key, reason := range replyExcuses {
		if path, ok := cutExcuse(key, h.name, e.File); ok {
			accept[path] = reason
		}
	}
	c, err := contract.Decoded{
		Operation: op, Payload: data, Value: value, Marshal: h.marshal, Location: h.zone, Accept: accept,
	}.Compare()
	if err != nil {
		return []string{err.Error()}
	}
	h.leaves += c.Leaves
	for key := range replyExcuses {
		if path, ok := cutExcuse(key, h.name, e.File); ok && !slices.Contains(c.Unused, path) {
			h.used[key] = true
		}
	}
	for _, l := range c.Extra {
		h.extra = append(h.extra, e.File+" "+l.Path)
	}
	c.Unused = nil // TestExcuses tells: an entry may be for several examples
	return c.Faults()
}

// emptyReply is the reply to a method that returns nothing besides its error: it must have nothing to return.
func (h *holding) emptyReply(op *contract.Operation, e contract.Example) []string {
	c, err := contract.Decoded{Operation: op, Payload: e.Data(), Marshal: h.marshal, Location: h.zone}.Compare()
	if err != nil || op.Response.Kind == "status" || op.Response.Kind == "scalar" || op.Response.Kind == "empty" {
		return nil // a word that says that the call went well
	}
	var faults []string
	for _, l := range c.Lost {
		if _, ok := h.excuse(replyExcuses, e.File, l.Path); !ok {
			faults = append(faults, "the method returns nothing: "+l.String())
		}
	}
	return faults
}

// failure returns the kind of failure that an example reply tells of, "" for none, "documented" where its code says it.
func (h *holding) failure(e contract.Example) string {
	key := h.name + "/" + e.File
	if kind, ok := failedExamples[key]; ok {
		h.used[key] = true
		return kind
	}
	if e.Failed {
		return "documented"
	}
	return ""
}

// failedReply serves an example that tells of a failure. Its code has to be one that the operation documents, and its
// kind that of the documentation.
func (h *holding) failedReply(op *contract.Operation, e contract.Example) []string {
	_, _, callErr, err := h.serve(op, answer{status: e.Status, body: e.Data(), xml: e.XML}, nil)
	if err != nil {
		return []string{err.Error()}
	}
	kind := h.failure(e)
	if kind == noFailure {
		if callErr != nil {
			return []string{fmt.Sprintf("%v is an error", callErr)}
		}
		return nil
	}
	failure, ok := errors.AsType[*frontdesk.Error](callErr)
	if !ok {
		return []string{fmt.Sprintf("%v is no *frontdesk.Error", callErr)}
	}
	if kind == "documented" {
		if kind, ok = op.Kind(string(failure.Code), failure.Message); !ok && failure.Field == string(failure.Code) {
			kind, ok = op.Kind("<field path>", "")
		}
		if !ok {
			return []string{fmt.Sprintf("the code %q is not documented: %v", failure.Code, callErr)}
		}
	}
	if fault := judgeError(callErr, op, kind, string(failure.Code)); fault != "" {
		return []string{fault}
	}
	return nil
}

// TestExamples_RequestsAreSentAsDocumented, TestExamples_RepliesAreReadWithoutLoss: see [holding.exampleRequest] and
// [holding.successReply].
func TestExamples_RequestsAreSentAsDocumented(t *testing.T) {
	forEachVendor(t, func(t *testing.T, h *holding) {
		for _, fault := range h.requestFaults {
			t.Error(fault)
		}
	})
}

func TestExamples_RepliesAreReadWithoutLoss(t *testing.T) {
	forEachVendor(t, func(t *testing.T, h *holding) {
		for _, fault := range h.replyFaults {
			t.Error(fault)
		}
		for _, leaf := range h.extra {
			t.Log("only in Extra, and not described by name: ", leaf)
		}
		if h.leaves == 0 {
			t.Error("nothing was compared")
		}
		t.Logf("%d examples, %d leaves compared, %d of them in Extra", h.examples, h.leaves, len(h.extra))
	})
}
