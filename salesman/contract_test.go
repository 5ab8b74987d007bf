package salesman_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/salesman"
)

func scanned(t *testing.T) *contract.Scan {
	t.Helper()
	scan, err := contract.ScanOps(".")
	require.NoError(t, err)
	return scan
}

func TestOpLines_NameOperationsOfTheInventory(t *testing.T) {
	assert.Empty(t, scanned(t).Check(contract.Load(contract.SalesMan)))
}

// replayExamples decodes without loss what the vendor documents, of PHP 7 and older
// servers.
func replayExamples(t *testing.T) {
	decoded := 0
	for id, entry := range replays {
		op := contract.Load(contract.SalesMan).Operation(id)
		for _, example := range op.Replies(200) {
			t.Run(example.File, func(t *testing.T) {
				decoded++
				link := &exchanges{response: contract.RecordedResponse{Status: 200, BodyRaw: string(example.Data())}}
				sm, err := salesman.New("https://crm.example.com", "api@example.com", "test-key-000",
					frontdesk.WithHTTPClient(&http.Client{Transport: link}), frontdesk.NoRetry())
				require.NoError(t, err)
				result, err := entry.call(t.Context(), sm, params{exampleParams[id], sm})
				if failing[example.File] {
					require.Error(t, err)
					if id != "deal.invoice_pdf" { // a PDF that could not be made
						assert.NotErrorIs(t, err, frontdesk.ErrServer)
					}
					return
				}
				require.NoError(t, err)
				assertLossless(t, contract.Recording{Operation: id, Response: link.response}, entry, sm, result)
			})
		}
	}
	assert.NotZero(t, decoded)
}

// exampleParams are parameters with which the methods send something.
var exampleParams = map[string]map[string]any{
	"person.info":     {"pid": "2475"},
	"person.add":      {"person": "x"},
	"person.add_list": {"persons": []any{map[string]any{"person": "x"}, map[string]any{"person": "y"}}},
	"person.update":   {"pid": "2509", "person": "x"},
	"person.delete":   {"pid": "2509"},
}

// failing are the examples that tell of a failure.
var failing = map[string]bool{
	"person.add.200.missing_name.server.json": true,
	"person.info.200.unknown_pid.server.json": true,
	"person.delete.200.has_deals.server.json": true,
}
