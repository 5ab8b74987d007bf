package salesman

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

func TestCatalog_HoldsWhatTheInventoryKnows(t *testing.T) {
	inv := contract.Load(contract.SalesMan)
	operations := 0
	for _, op := range inv.Operations {
		if op.Action == "" {
			continue // a page for browsers
		}
		operations++
		fact, ok := factByID(op.ID)
		if !assert.True(t, ok, op.ID) {
			continue
		}
		assert.Equal(t, string(op.Class), fact.class.String(), op.ID)
		assert.Equal(t, op.CrashAfterWrite, fact.has(crashesAfterWrite), op.ID)
		assert.Equal(t, op.Response.Envelope == "(bare array)" && op.Class != contract.Safe, fact.has(itemised), op.ID)
		assert.Same(t, op, inv.Action(fact.endpoint, fact.action))
		found, ok := factOf(fact.endpoint, fact.action)
		assert.True(t, ok && found == fact, op.ID)
	}
	assert.Len(t, catalog, operations)
}

func TestOperations_AgreeWithTheCatalog(t *testing.T) {
	for _, op := range []*transport.Operation{
		opContactsFields, opContactsList, opContactsGet, opContactsAdd, opContactsCreateList, opContactsReplace, opContactsDelete,
		opClientsFields, opClientsList, opClientsGet, opClientsCreate, opClientsCreateBatch, opClientsUpdate, opClientsDelete,
		opDealsFields, opDealsList, opDealsInfo, opDealsSteps, opDealsDirections, opDealsTypes, opDealsCloseStatuses, opDealsFunnel,
		opDealsCreate, opDealsReplace, opDealsDelete, opDealsChangeStep, opDealsClose, opDealsChangeUser, opLoginLookup,
		opInvoicesGet, opInvoicesCreate, opInvoicesCreatePaid, opInvoicesPay, opInvoicesSend, opInvoicesHTML, opInvoicesPDF, opInvoicesTemplates,
		opActsStatuses, opActsTemplates, opActsGet, opActsList, opActsCreate, opActsReplace, opActsSetStatus, opActsDelete, opActsSend, opActsHTML, opActsPDF,
		opDocumentsTypes, opDocumentsStatuses, opDocumentsGet, opDocumentsList, opDocumentsCreate, opDocumentsReplace,
		opDocumentsSetStatus, opDocumentsDelete, opDocumentsSend,
	} {
		fact, ok := factByID(op.ID)
		require.True(t, ok, op.ID)
		assert.Equal(t, fact.class, op.Class, op.ID)
		assert.Equal(t, "/"+fact.endpoint, op.Path, op.ID)
		assert.Equal(t, "POST", op.Method, op.ID)
	}
}

func TestErrorTable_GivesEveryKnownErrorItsKind(t *testing.T) {
	entries := 0
	for _, op := range contract.Load(contract.SalesMan).Operations {
		for _, e := range op.Errors {
			if op.Action == "" {
				continue
			}
			entries++
			kind := string(kindOf(op.ID, frontdesk.Code(e.Code), e.TextPrefix))
			want := e.Kind
			if want == "unchanged" {
				want = ""
			}
			assert.Equal(t, want, kind, "%s %s %q", op.ID, e.Code, e.TextPrefix)
			assert.Contains(t, KnownErrors(op.ID), KnownError{frontdesk.Code(e.Code), kindOf(op.ID, frontdesk.Code(e.Code), e.TextPrefix), e.TextPrefix, Source(e.Source)})
		}
	}
	t.Logf("%d errors of the inventory", entries)
	assert.NotZero(t, entries)
}

func TestSilenceRules_CoverEveryDetectableFailureOfTheInventory(t *testing.T) {
	for _, op := range contract.Load(contract.SalesMan).Operations {
		for _, failure := range op.SilentFailures {
			if !failure.Detectable || failure.Kind == "unchanged" {
				continue
			}
			_, byRule := silentRules[op.ID]
			_, byList := emptyListRules[op.ID]
			byID := op.Class != contract.Safe // judged by the id in the reply
			assert.True(t, byRule || byList || byID, "%s: %s", op.ID, failure.Sign)
		}
	}
}
