package liveagenttest

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/frontdesk-go/frontdesk/liveagent"
)

// AddFile adds a file and returns it with the id, the time and the address that
// were missing.
func (s *Server) AddFile(f liveagent.File) liveagent.File {
	s.mu.Lock()
	defer s.mu.Unlock()
	return *s.addFile(f)
}

func (s *Server) addFile(f liveagent.File) *liveagent.File {
	if f.ID == "" {
		f.ID = s.state.id("f")
	}
	if f.Created == "" {
		f.Created = s.stamp(s.clock())
	}
	if f.DownloadURL == "" {
		f.DownloadURL = "https://support.example.com/files/" + f.ID
	}
	s.state.files = append(s.state.files, &f)
	return &f
}

func fileObject(f *liveagent.File) object {
	size := ""
	if n, known := f.FileSize.Get(); known {
		size = strconv.FormatInt(n, 10)
	}
	return object{
		{"fileid", f.ID}, {"created", f.Created}, {"filename", f.FileName}, {"filesize", size}, {"filetype", f.FileType},
		{"downloads", strconv.FormatInt(f.Downloads.Or(0), 10)}, {"downloadUrl", f.DownloadURL},
	}
}

// createFile does not fetch the file, so that its size is not known.
func createFile(s *Server, c *call) reply {
	added := s.addFile(liveagent.File{FileName: c.param("name"), FileType: c.param("type")})
	return found(fileObject(added))
}

func getFile(s *Server, c *call) reply {
	for _, f := range s.state.files {
		if f.ID == c.vars["id"] {
			return found(fileObject(f))
		}
	}
	return s.notFound("file", c.vars["id"])
}

func deleteFile(s *Server, c *call) reply {
	if !s.settings.deletesFiles {
		return failure(http.StatusNotFound, "handler "+c.path+" not found", "")
	}
	before := len(s.state.files)
	s.state.files = slices.DeleteFunc(s.state.files, func(f *liveagent.File) bool { return f.ID == c.vars["id"] })
	if len(s.state.files) == before {
		return s.notFound("file", c.vars["id"])
	}
	return ok()
}
