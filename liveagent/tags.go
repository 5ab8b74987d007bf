package liveagent

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// TagsService reads and changes the account's tags. Which tags a conversation has
// is the matter of [ConversationsService].
type TagsService service

// Tag is a label of conversations.
type Tag struct {
	ID   string `json:"id"`
	Name string `json:"name,omitzero"`
	// Color and BackgroundColor are six hexadecimal digits without #. Lists do not
	// have them.
	Color           string `json:"color,omitzero"`
	BackgroundColor string `json:"bg_color,omitzero"`
	// Extra holds what this module does not know: the shape is inferred.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

var opTagsList = &transport.Operation{
	ID: "tags.list", Method: http.MethodGet, Path: "/tags", Class: frontdesk.ClassSafe,
}

// List returns all tags, with id and name.
//
// Errors: those of every method.
//
// LiveAgent API v1: "Retrieve a list of all available tags", since 4.0.30.6.
//
// Operation: tags.list, safe.
//
//frontdesk:op liveagent tags.list
func (s *TagsService) List(ctx context.Context, opts ...frontdesk.Option) ([]Tag, error) {
	tags := []Tag{}
	if err := s.client.do(ctx, request{op: opTagsList, reply: listOf(&tags, "tags")}, opts); err != nil {
		return nil, err
	}
	return tags, nil
}

var opTagsGet = &transport.Operation{
	ID: "tags.get", Method: http.MethodGet, Path: "/tags/{tagid}", Class: frontdesk.ClassSafe,
}

// Get returns one tag with its colours.
//
// Errors: an unknown tag is [frontdesk.ErrNotFound].
//
// LiveAgent API v1: "Retrieve tag info"; the version that introduced it is not
// known.
//
// Operation: tags.get, safe.
//
//frontdesk:op liveagent tags.get
func (s *TagsService) Get(ctx context.Context, tagID string, opts ...frontdesk.Option) (*Tag, error) {
	tag := new(Tag)
	if err := s.client.do(ctx, request{op: opTagsGet, ids: []string{tagID}, reply: envelope{object: tag}}, opts); err != nil {
		return nil, err
	}
	return tag, nil
}

// TagCreateParams are a new tag.
type TagCreateParams struct {
	// Name is required.
	Name string `url:"name"`
	// Color and BackgroundColor are six hexadecimal digits without #.
	Color           string `url:"color,omitempty"`
	BackgroundColor string `url:"bg_color,omitempty"`
}

var opTagsAdd = &transport.Operation{
	ID: "tags.add", Method: http.MethodPost, Path: "/tags", Class: frontdesk.ClassUnsafe,
}

// Create makes a tag. That the reply holds the tag is inferred from
// CustomerGroups.Create; if it says no more than OK, the result is empty.
//
// Errors: a name that is taken is [frontdesk.ErrConflict], on servers that say
// so in words known to this module; a missing name is [frontdesk.ErrInvalid]
// before sending.
//
// If the outcome is unknown, List tells whether the tag is there.
//
// LiveAgent API v1: "Add tag"; the version that introduced it is not known.
//
// Operation: tags.add, unsafe.
//
//frontdesk:op liveagent tags.add
func (s *TagsService) Create(ctx context.Context, params *TagCreateParams, opts ...frontdesk.Option) (*Tag, error) {
	if params == nil || params.Name == "" {
		return nil, s.client.core.InvalidArgument(opTagsAdd, "name", "is required")
	}
	tag := new(Tag)
	if err := s.client.do(ctx, request{op: opTagsAdd, params: params, reply: envelope{object: tag, mayBeEmpty: true}}, opts); err != nil {
		return nil, err
	}
	tag.Extra = withoutStatus(tag.Extra)
	return tag, nil
}

// TagUpdateParams are what changes in a tag; empty texts leave it as it is.
type TagUpdateParams struct {
	Name string `url:"name,omitempty"`
	// Color and BackgroundColor are six hexadecimal digits without #.
	Color           string `url:"color,omitempty"`
	BackgroundColor string `url:"bg_color,omitempty"`
}

var opTagsChange = &transport.Operation{
	ID: "tags.change", Method: http.MethodPut, Path: "/tags/{tagid}", Class: frontdesk.ClassIdempotent,
}

// Update changes a tag.
//
// Errors: an unknown tag is [frontdesk.ErrNotFound].
//
// If the outcome is unknown, call it again: it writes the same once more.
//
// LiveAgent API v1: "Change tag"; the version that introduced it is not known.
//
// Operation: tags.change, idempotent.
//
//frontdesk:op liveagent tags.change
func (s *TagsService) Update(ctx context.Context, tagID string, params *TagUpdateParams, opts ...frontdesk.Option) error {
	if params == nil {
		params = &TagUpdateParams{}
	}
	return s.client.do(ctx, request{op: opTagsChange, ids: []string{tagID}, params: params}, opts)
}

var opTagsDelete = &transport.Operation{
	ID: "tags.delete", Method: http.MethodDelete, Path: "/tags/{tagid}", Class: frontdesk.ClassIdempotent,
}

// Delete deletes a tag. If an attempt was lost after it had acted, the repeated
// one may find nothing.
//
// Errors: an unknown tag is [frontdesk.ErrNotFound].
//
// If the outcome is unknown, call it again: [frontdesk.ErrNotFound] then means
// that it was deleted.
//
// LiveAgent API v1: "Remove tag"; the version that introduced it is not known.
//
// Operation: tags.delete, idempotent.
//
//frontdesk:op liveagent tags.delete
func (s *TagsService) Delete(ctx context.Context, tagID string, opts ...frontdesk.Option) error {
	return s.client.do(ctx, request{op: opTagsDelete, ids: []string{tagID}}, opts)
}
