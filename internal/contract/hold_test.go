package contract_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/internal/contract/drive"
)

// A holding is one client package held against the examples and errors of the operations that it implements. What it
// counts is what the coverage table shows: only what passed.
type holding struct {
	*vendor
	scan   *contract.Scan
	ops    []*contract.Operation
	target *drive.Target
	// examples and errors are how many passed, leaves how many leaves of replies were compared.
	examples, errors, leaves int
	// The faults, one line each, by promise.
	requestFaults, replyFaults, errorFaults []string
	// extra are the leaves that reached Extra only, and undescribed those that the inventory lacks.
	extra []string
	used  map[string]bool // entries of the tables
	err   error
}

// held holds each vendor's package against its inventory, once for all tests.
var held = sync.OnceValue(func() []*holding {
	var all []*holding
	for _, v := range vendors() {
		h := &holding{vendor: v, target: v.target(), used: map[string]bool{}}
		if h.scan, h.ops, h.err = v.implemented(); h.err == nil {
			h.run()
		}
		all = append(all, h)
	}
	return all
})

func (h *holding) run() {
	for _, op := range h.ops {
		for _, e := range op.Examples {
			var faults *[]string
			var found []string
			switch {
			case e.Request:
				faults, found = &h.requestFaults, h.exampleRequest(op, e)
			case h.failure(e) != "":
				faults, found = &h.replyFaults, h.failedReply(op, e)
			default:
				faults, found = &h.replyFaults, h.successReply(op, e)
			}
			if found == nil {
				h.examples++
			}
			for _, fault := range found {
				*faults = append(*faults, e.File+": "+fault)
			}
		}
		h.documentedErrors(op)
	}
	for _, e := range contract.Load(h.name).Examples {
		check, ok := commonExamples[h.name+"/"+e.File]
		if !ok {
			continue
		}
		if err := check(h, e); err != nil {
			h.replyFaults = append(h.replyFaults, fmt.Sprintf("%s: %v", e.File, err))
		} else {
			h.examples++
		}
	}
}

// serve calls the operation's method with an answer.
func (h *holding) serve(op *contract.Operation, a answer, given *drive.Given) (rt *canned, value any, callErr, err error) {
	rt = &canned{answer: a}
	var opts []frontdesk.Option
	if a.xml {
		opts = h.xml
	}
	client, err := h.client(rt, opts...)
	if err != nil {
		return rt, nil, nil, err
	}
	value, callErr, err = h.target.Call(h.scan, op, client, given)
	if closer, ok := client.(interface{ Close() error }); ok {
		err = errors.Join(err, closer.Close())
	}
	return rt, value, callErr, err
}

// excuse finds the reason why something may be otherwise: of the example itself, or of a leaf in it.
func (h *holding) excuse(table map[string]string, file, path string) (reason string, ok bool) {
	for key, reason := range table {
		of, leaf, _ := strings.Cut(strings.TrimPrefix(key, h.name+"/"), " ")
		if strings.HasPrefix(key, h.name+"/") && (of == file || of == "*") && contract.MatchLeaf(leaf, path) {
			h.used[key] = true
			return reason, true
		}
	}
	return "", false
}

// judgeError compares an error with what it has to be.
func judgeError(err error, op *contract.Operation, kind, code string) string {
	e, ok := errors.AsType[*frontdesk.Error](err)
	switch {
	case err == nil:
		return fmt.Sprintf("no error instead of %s %s", kind, code)
	case !ok:
		return fmt.Sprintf("%v is no *frontdesk.Error", err)
	case string(e.Kind) != kind || string(e.Code) != code:
		return fmt.Sprintf("kind %s, code %q instead of %s, %q: %v", e.Kind, e.Code, kind, code, err)
	case e.Vendor != op.Vendor || e.Operation != op.ID:
		return fmt.Sprintf("the error is of %s %s", e.Vendor, e.Operation)
	case e.Attempts != 1:
		return fmt.Sprintf("%d attempts: %v", e.Attempts, err)
	}
	return ""
}

func forEachVendor(t *testing.T, test func(t *testing.T, h *holding)) {
	t.Helper()
	for _, h := range held() {
		t.Run(h.name, func(t *testing.T) {
			if h.err != nil {
				t.Fatal(h.err)
			}
			test(t, h)
		})
	}
}

// TestExcuses_EachIsNeeded rejects entries of the tables that nothing needed: they would hide a fault. Those for
// operations that are not implemented yet wait.
func TestExcuses_EachIsNeeded(t *testing.T) {
	used := map[string]bool{}
	for _, h := range held() {
		maps.Copy(used, h.used)
	}
	keys := slices.Collect(maps.Keys(exampleRepairs))
	for _, table := range []map[string]string{requestExcuses, replyExcuses, failedExamples, errorExcuses} {
		keys = slices.AppendSeq(keys, maps.Keys(table))
	}
	slices.Sort(keys)
	for _, key := range keys {
		if !used[key] && !waits(key) {
			t.Errorf("entry without purpose: %s", key)
		}
	}
}

// waits reports whether an entry is for an operation that is not implemented yet.
func waits(key string) bool {
	for _, h := range held() {
		subject, ok := strings.CutPrefix(key, h.name+"/")
		if !ok || h.scan == nil {
			continue
		}
		subject, _, _ = strings.Cut(subject, " ")
		if h.pending(h.scan, subject) {
			return true
		}
		for _, op := range contract.Load(h.name).Operations {
			if slices.ContainsFunc(op.Examples, func(e contract.Example) bool { return e.File == subject }) {
				return h.pending(h.scan, op.ID)
			}
		}
	}
	return false
}
