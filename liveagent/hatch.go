package liveagent

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// operations are all that this module knows, so that the hatch can tell their
// class.
var operations = []*transport.Operation{
	opAgentsGet, opApplicationStatus,
	opConversationsGet, opConversationsList, opConversationsCreate, opConversationsChangeStatus,
	opConversationsTransfer, opConversationsDelete, opConversationsListMessages, opConversationsCreateMessage,
	opConversationsListTags, opConversationsAssignTag, opConversationsUnassignTag,
	opConversationsAddFields, opConversationsDeleteFields,
	opCustomersGet, opCustomersList, opCustomersRegister, opCustomersListGroups, opCustomersAddToGroup,
	opCustomersRemoveFromGroup, opCustomersAddFields, opCustomersDeleteFields,
	opCustomersGroupsList, opCustomersGroupsGet, opCustomersGroupsAdd, opCustomersGroupsChange, opCustomersGroupsDelete,
	opDepartmentsList, opDepartmentsGet, opDepartmentsListAgents,
	opOnlineStatusAgents, opOnlineStatusDepartments, opOverviewChats, opOverviewCalls,
	opSuggestionCategoriesList, opSuggestionsCreate,
	opReportsAgents, opReportsChannels, opReportsDepartments, opReportsTags, opReportsPerformance, opReportsRanking,
	opReportsTicketsAgentAvailability, opReportsTicketsLoad, opReportsTicketsSLACompliance, opReportsTicketsSLALog,
	opReportsChatsAgentAvailability, opReportsChatsAvailability, opReportsChatsLoad, opReportsChatsSLACompliance, opReportsChatsSLALog,
	opReportsCallsAgentAvailability, opReportsCallsAvailability, opReportsCallsLoad, opReportsCallsSLACompliance, opReportsCallsSLALog,
	opCompaniesList, opCompaniesGet, opFilesGet, opFilesAdd, opFilesDelete,
	opWidgetsList, opWidgetsGet, opWidgetsAdd, opWidgetsChange, opWidgetsDelete,
	opKnowledgebaseListArticles, opKnowledgebaseListEntries, opKnowledgebaseSearch, opKnowledgebaseListKnowledgebases,
	opKnowledgebaseCreateArticle, opKnowledgebaseUpdateArticle, opKnowledgebaseCreateCategory,
	opKnowledgebaseUpdateCategory, opKnowledgebaseDeleteEntry,
	opTagsList, opTagsGet, opTagsAdd, opTagsChange, opTagsDelete,
}

// Do makes a call that this module has no method for, with the client's retries,
// limits and errors. path lies below /api and has its elements escaped, as in
// "/agents/john%40example.com"; the format's suffix is added to it. in are the
// parameters, without the key: nil, url.Values, map[string]string or a struct with
// url tags; they go into the query of GET and DELETE and the form of POST and
// PUT. What lies in "response" of the reply is decoded into out, unless it is
// nil.
//
// The call is taken for unsafe and so is seldom repeated, unless it is a GET or
// names an operation that this module knows; [frontdesk.WithClass] states
// otherwise.
func (c *Client) Do(ctx context.Context, method, path string, in, out any, opts ...frontdesk.Option) error {
	op := &transport.Operation{ID: method + " " + path, Method: method, Path: path}
	expanded, err := hatchPath(path)
	if err == nil {
		err = hatchMethod(method)
	}
	if err != nil {
		return c.core.Invalid(op.ID, "path", err)
	}
	params, err := c.hatchParams(in)
	if err != nil {
		return c.core.Invalid(op.ID, "params", err)
	}
	if known := find(method, expanded); known != nil {
		op.ID, op.Class = known.ID, known.Class
	} else if method == http.MethodGet {
		op.Class = frontdesk.ClassSafe
	}
	req := &transport.Request{Op: op, Path: expanded, Hatch: true}
	if op.Class == frontdesk.ClassIdempotent {
		req.Class = noteClass(params.Get("note"), params.Get("messages"))
	}
	reply := envelope{object: out, mayBeEmpty: true}
	if out == nil {
		// A record may have a status of its own, so that nothing is asked of the reply.
		reply.object = new(json.RawMessage)
	}
	return c.send(ctx, req, params, request{reply: reply, emptyOK: out == nil}, c.core.Resolve(opts))
}

func hatchMethod(method string) error {
	switch method {
	case http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete:
		return nil
	}
	return fmt.Errorf("LiveAgent knows no method %q", method)
}

// hatchPath checks a path whose elements are escaped already.
func hatchPath(path string) (transport.Path, error) {
	if !strings.HasPrefix(path, "/") || strings.ContainsAny(path, "?#") {
		return transport.Path{}, errors.New("a path begins with / and has no query: parameters go into in")
	}
	var decoded []string
	for element := range strings.SplitSeq(path[1:], "/") {
		text, err := url.PathUnescape(element)
		if err != nil || text == "" || text == "." || text == ".." {
			return transport.Path{}, fmt.Errorf("%q cannot stand in a path", element)
		}
		decoded = append(decoded, text)
	}
	escaped := make([]string, len(decoded))
	for i, text := range decoded {
		escaped[i] = url.PathEscape(text)
	}
	return transport.Path{
		Decoded: "/" + strings.Join(decoded, "/"), Escaped: "/" + strings.Join(escaped, "/"),
	}, nil
}

func (c *Client) hatchParams(in any) (url.Values, error) {
	var params url.Values
	switch in := in.(type) {
	case nil:
	case url.Values:
		params = in
	case map[string]string:
		params = make(url.Values, len(in))
		for name, value := range in {
			params.Set(name, value)
		}
	default:
		var err error
		if params, err = c.codec.Query(in); err != nil {
			return nil, err
		}
	}
	if params.Has(keyParam) {
		return nil, errors.New("the client adds the API key by itself")
	}
	return params, nil
}

// find returns the operation that a method and a path name.
func find(method string, path transport.Path) *transport.Operation {
	got := strings.Split(path.Escaped, "/")
	for _, op := range operations {
		if op.Method == method && fits(strings.Split(op.Path, "/"), got) {
			return op
		}
	}
	return nil
}

func fits(template, got []string) bool {
	if len(template) != len(got) {
		return false
	}
	for i, element := range template {
		if !strings.HasPrefix(element, "{") && element != got[i] {
			return false
		}
	}
	return true
}
