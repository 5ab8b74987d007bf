package liveagent_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/internal/contract/drive"
	"github.com/frontdesk-go/frontdesk/liveagent"
)

var pacific = func() *time.Location {
	zone, err := time.LoadLocation("America/Los_Angeles")
	if err != nil {
		panic(err)
	}
	return zone
}()

func scanned(t *testing.T) *contract.Scan {
	t.Helper()
	scan, err := contract.ScanOps(".")
	require.NoError(t, err)
	return scan
}

// implemented are the operations that have an op line.
func implemented(t *testing.T) []*contract.Operation {
	t.Helper()
	scan := scanned(t)
	var ops []*contract.Operation
	for _, op := range contract.Load(contract.LiveAgent).Operations {
		if _, ok := scan.Op(op.ID); ok {
			ops = append(ops, op)
		}
	}
	require.NotEmpty(t, ops)
	return ops
}

func TestOpLines_NameOperationsOfTheInventory(t *testing.T) {
	assert.Empty(t, scanned(t).Check(contract.Load(contract.LiveAgent)))
}

// Fault.On and Server.Count of the kit take these names, so that they are to be
// seen in the documentation.
func TestDocs_EachMethodNamesOperationAndClass(t *testing.T) {
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	seen := 0
	for _, file := range files {
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		lines := strings.Split(string(source), "\n")
		for i, line := range lines {
			kind, names, found := strings.Cut(strings.TrimPrefix(line, "//frontdesk:"), " liveagent ")
			if !found || !strings.HasPrefix(line, "//frontdesk:") {
				continue
			}
			_, _, class, known := liveagent.KnownOperation(names)
			require.True(t, known, "%s %s", kind, names)
			assert.Equal(t, []string{"//", "// Operation: " + names + ", " + class.String() + ".", "//"}, lines[i-3:i], "%s:%d", file, i+1)
			seen++
		}
	}
	assert.Greater(t, seen, len(contract.Load(contract.LiveAgent).Operations))
}

const codeForced = "the method refuses to delete all fields"

func target() *drive.Target {
	return &drive.Target{
		Vendor: contract.LiveAgent,
		Dir:    ".",
		New: func(rt http.RoundTripper) (any, error) {
			return liveagent.New("https://acme.example.com", "test-key-000", frontdesk.WithHTTPClient(&http.Client{Transport: rt}), frontdesk.NoRetry())
		},
		Types: []any{liveagent.After(time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC))},
		Values: map[string]any{
			"conversations.delete_fields +code": "", "customers.delete_fields +code": "",
			"conversations.assign_tag +id": "", "conversations.unassign_tag +id": "", "conversations.transfer +department": "",
		},
		Always: map[string]string{
			"conversations.delete_fields code": codeForced, "customers.delete_fields code": codeForced,
			"conversations.assign_tag id": "the method wants a tag", "conversations.unassign_tag id": "the method wants a tag",
			"conversations.transfer department": "the method wants a department or an agent",
		},
	}
}

func TestRequests_AreThoseOfTheInventory(t *testing.T) {
	scan, tgt := scanned(t), target()
	for _, op := range implemented(t) {
		for _, result := range tgt.Run(scan, op) {
			assert.Empty(t, result.Faults, "%s filled=%v", op.ID, result.Filled)
		}
	}
	assert.Empty(t, tgt.Unused())
}

func TestKnownOperations_HaveTheInventorysClass(t *testing.T) {
	for _, op := range implemented(t) {
		method, path, class, ok := liveagent.KnownOperation(op.ID)
		if assert.True(t, ok, op.ID) {
			assert.Equal(t, op.Method, method, op.ID)
			assert.Equal(t, op.Path, path, op.ID)
			assert.Equal(t, string(op.Class), class.String(), op.ID)
		}
	}
}

// statusWord says that a call went well; it is no part of a result.
var statusWord = map[string]string{"response.status": "says that the call went well"}

func TestExamples_AreDecodedWithoutLoss(t *testing.T) {
	decoded := 0
	for _, op := range implemented(t) {
		if op.Response.Kind == "status" {
			continue // there is no result
		}
		for _, example := range op.Successes() {
			t.Run(example.File, func(t *testing.T) {
				value, err := callWith(t, op.ID, example.Data(), example.XML)
				require.NoError(t, err)
				accept := map[string]string{}
				if strings.Contains(string(example.Data()), "statuscode") {
					accept = statusWord
				}
				result, err := contract.Decoded{
					Operation: op, Payload: example.Data(), Value: value,
					Marshal: liveagent.Marshal, Location: pacific, Accept: accept,
				}.Compare()
				require.NoError(t, err)
				assert.Empty(t, result.Faults())
				assert.Empty(t, result.Undescribed)
				assert.Positive(t, result.Leaves)
			})
			decoded++
		}
	}
	assert.Positive(t, decoded)
}

func TestExamples_OfChangesAreSuccesses(t *testing.T) {
	for _, op := range implemented(t) {
		if op.Response.Kind != "status" {
			continue
		}
		for _, example := range op.Successes() {
			_, err := callWith(t, op.ID, example.Data(), example.XML)
			assert.NoError(t, err, example.File)
		}
	}
}

// The examples of one operation in JSON and XML often tell different records, so
// each is brought into the other format: the values must be equal.
func TestExamples_GiveTheSameValueInBothFormats(t *testing.T) {
	compared := 0
	for _, op := range implemented(t) {
		for _, example := range op.Successes() {
			other := toXML(t, op, example)
			if example.XML {
				other = toJSON(t, op, example)
			}
			first, err := callWith(t, op.ID, example.Data(), example.XML)
			require.NoError(t, err, example.File)
			second, err := callWith(t, op.ID, other, !example.XML)
			require.NoError(t, err, "%s as %s", example.File, other)
			assert.Equal(t, first, second, example.File)
			compared++
		}
	}
	assert.Positive(t, compared)
}
