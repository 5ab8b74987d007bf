package liveagent

import (
	"context"
	"net/http"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// FilesService reads and adds files. Later servers only; see
// [ApplicationService.Status].
type FilesService service

// File is a file on the server.
type File struct {
	ID string `json:"fileid,omitzero"`
	// Created is when the file was added, as it came: its spelling is not
	// documented.
	Created  string `json:"created,omitzero"`
	FileName string `json:"filename,omitzero"`
	// FileSize is in bytes.
	FileSize frontdesk.Opt[int64] `json:"filesize,omitzero"`
	// FileType is the media type.
	FileType string `json:"filetype,omitzero"`
	// Downloads counts downloads.
	Downloads frontdesk.Opt[int64] `json:"downloads,omitzero"`
	// DownloadURL is where to get the file.
	DownloadURL string `json:"downloadUrl,omitzero"`
}

var opFilesGet = &transport.Operation{
	ID: "files.get", Method: http.MethodGet, Path: "/files/{id}", Class: frontdesk.ClassSafe,
}

// Get returns what is known of one file.
//
// Errors: an unknown file is [frontdesk.ErrNotFound], and a server without the
// call answers that or [frontdesk.ErrServer].
//
// LiveAgent API v1, not in the reference: servers since 4.25.30.2. Older ones
// answer 404 or 500.
//
// Operation: files.get, safe.
//
//frontdesk:op liveagent files.get
func (s *FilesService) Get(ctx context.Context, fileID string, opts ...frontdesk.Option) (*File, error) {
	file := new(File)
	if err := s.client.do(ctx, request{op: opFilesGet, ids: []string{fileID}, reply: envelope{object: file}}, opts); err != nil {
		return nil, err
	}
	return file, nil
}

// FileCreateParams are a new file. All are required.
type FileCreateParams struct {
	// Name is the file's name.
	Name string `url:"name"`
	// Type is the media type.
	Type string `url:"type"`
	// DownloadURL is where the server fetches the file; addresses inside its own
	// network are refused since 4.53.3.2.
	DownloadURL string `url:"downloadUrl"`
}

var opFilesAdd = &transport.Operation{
	ID: "files.add", Method: http.MethodPost, Path: "/files", Class: frontdesk.ClassUnsafe,
}

// Create lets the server fetch a file from an address, at most 20 a minute from
// one domain.
//
// Errors: a missing name, type or address is [frontdesk.ErrInvalid] before
// sending; a server without the call answers [frontdesk.ErrNotFound] or
// [frontdesk.ErrServer].
//
// If the outcome is unknown, nothing tells whether the file is there, since
// LiveAgent does not list files: creating it again at worst leaves a second
// one.
//
// LiveAgent API v1, not in the reference: servers since 4.25.30.2. Older ones
// answer 404 or 500.
//
// Operation: files.add, unsafe.
//
//frontdesk:op liveagent files.add
func (s *FilesService) Create(ctx context.Context, params *FileCreateParams, opts ...frontdesk.Option) (*File, error) {
	if params == nil {
		params = &FileCreateParams{}
	}
	for _, required := range [][2]string{{"name", params.Name}, {"type", params.Type}, {"downloadUrl", params.DownloadURL}} {
		if required[1] == "" {
			return nil, s.client.core.InvalidArgument(opFilesAdd, required[0], "is required")
		}
	}
	file := new(File)
	if err := s.client.do(ctx, request{op: opFilesAdd, params: params, reply: envelope{object: file}}, opts); err != nil {
		return nil, err
	}
	return file, nil
}

var opFilesDelete = &transport.Operation{
	ID: "files.delete", Method: http.MethodDelete, Path: "/files/{id}", Class: frontdesk.ClassIdempotent,
}

// Delete deletes a file.
//
// Errors: an unknown file is [frontdesk.ErrNotFound], and a server without the
// call answers that or [frontdesk.ErrServer].
//
// If the outcome is unknown, call it again: [frontdesk.ErrNotFound] then means
// that it was deleted.
//
// LiveAgent API v1, not in the reference: servers from 4.25.30.2 to before
// 4.30.12.2. All others answer with an error.
//
// Deprecated: LiveAgent withdrew the call in 4.30.12.2.
//
// Operation: files.delete, idempotent.
//
//frontdesk:op liveagent files.delete
func (s *FilesService) Delete(ctx context.Context, fileID string, opts ...frontdesk.Option) error {
	return s.client.do(ctx, request{op: opFilesDelete, ids: []string{fileID}}, opts)
}
