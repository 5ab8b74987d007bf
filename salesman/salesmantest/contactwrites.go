package salesmantest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// contactAdd stores a contact. On PHP 8 the script dies on its reply.
func (s *Server) contactAdd(c *call) string {
	reply := s.add(c, c.params)
	if s.config.php8 {
		return replyCrash()
	}
	return encode(reply)
}

// contactAddList stores a list, which it finds in query and form only. The id of an
// owner is not read here.
func (s *Server) contactAddList(c *call) string {
	persons, _ := c.form["persons"].([]any)
	replies := make([]*object, len(persons))
	for i, person := range persons {
		fields, _ := person.(map[string]any)
		fields = maps.Clone(fields)
		delete(fields, "iduser")
		replies[i] = s.add(c, fields)
	}
	return encode(replies)
}

// add stores one contact and returns what the server says of it.
func (s *Server) add(c *call, fields map[string]any) *object {
	name := strings.TrimSpace(textOf(fields["person"]))
	if name == "" {
		return writeReply("", 0)
	}
	added := &contact{
		created: s.now(), clientID: numberOf(fields["clid"]), ownerID: c.user.id,
		loyalty: numberOf(fields["loyalty"]), source: cmp.Or(numberOf(fields["clientpath"]), s.defaultSource()),
		texts: map[string]string{}, socials: map[string]string{},
	}
	if login := textOf(fields["user"]); login != "" {
		added.ownerID = 0
		if owner := s.state.users[login]; owner != nil {
			added.ownerID = owner.id
		}
	}
	if id := numberOf(fields["iduser"]); id != 0 {
		added.ownerID = id
	}
	for _, field := range s.textFields() {
		if fields[field] != nil {
			added.texts[field] = textOf(fields[field])
		}
	}
	if socials, ok := fields["socials"].(map[string]any); ok {
		for _, f := range socialTitles {
			if socials[f.name] != nil {
				added.socials[f.name] = textOf(socials[f.name])
			}
		}
	}
	pid := s.store(added)
	s.makeMain(pid, textOf(fields["mperson"]), added.clientID)
	if did := numberOf(fields["did"]); did != 0 {
		s.state.deals.Update(did, func(old *record) *record {
			changed := *old
			changed.contacts = append(slices.Clone(old.contacts), pid)
			return &changed
		})
	}
	return writeReply("Контакт добавлен", pid)
}

// makeMain makes a contact the main one of the client that is sent with it.
func (s *Server) makeMain(pid int64, wanted string, clientID int64) {
	if wanted != "yes" || clientID <= 0 {
		return
	}
	s.state.clients.Update(clientID, func(old *record) *record {
		changed := *old
		changed.values = maps.Clone(old.values)
		changed.values["pid"] = pid
		return &changed
	})
}

func writeReply(result string, pid int64) *object {
	reply := &object{}
	reply.set("result", result)
	reply.set("data", pid)
	reply.set("error", "")
	return reply
}

// contactUpdate rewrites a contact: what is not sent is cleared, except the client,
// and the source where there is none by default. An unknown id is a success. On PHP 8
// the script dies on its reply.
func (s *Server) contactUpdate(c *call) string {
	pid := c.number("pid")
	result := "Данные контакта обновлены"
	s.state.contacts.Update(pid, func(old *contact) *contact {
		changed := s.rewrite(c, old)
		if old.same(changed) {
			result = ""
			return old
		}
		changed.edited = s.now()
		changed.history++
		return changed
	})
	if _, known := s.state.contacts.Get(pid); known {
		s.makeMain(pid, c.text("mperson"), c.number("clid"))
	}
	if s.config.php8 {
		return replyCrash()
	}
	return encode(writeReply(result, pid))
}

func (s *Server) rewrite(c *call, old *contact) *contact {
	changed := *old
	changed.texts, changed.socials = map[string]string{}, map[string]string{}
	for _, field := range s.textFields() {
		changed.texts[field] = c.text(field)
	}
	sent := false
	for _, f := range socialTitles {
		changed.socials[f.name] = c.text(f.name)
		sent = sent || c.text(f.name) != ""
	}
	if !sent { // none at all leaves them
		changed.socials = old.socials
	}
	changed.ownerID, changed.loyalty = c.number("iduser"), c.number("loyalty")
	if c.has("clid") {
		changed.clientID = c.number("clid")
	}
	changed.source = cmp.Or(c.number("clientpath"), s.defaultSource(), changed.source)
	return &changed
}

// same reports whether two contacts have the same content; never set is the same
// as empty.
func (found *contact) same(other *contact) bool {
	filled := func(texts map[string]string) map[string]string {
		texts = maps.Clone(texts)
		maps.DeleteFunc(texts, func(_, text string) bool { return text == "" })
		return texts
	}
	return found.clientID == other.clientID && found.ownerID == other.ownerID && found.loyalty == other.loyalty &&
		found.source == other.source && maps.Equal(filled(found.texts), filled(other.texts)) &&
		maps.Equal(filled(found.socials), filled(other.socials))
}

// contactDelete says of an unknown id what it says of a known one.
func (s *Server) contactDelete(c *call) string {
	pid := c.number("pid")
	found, ok := s.state.contacts.Get(pid)
	reply, history := &object{}, 0
	if ok && found.hasDeals {
		if s.config.php8 {
			return replyCrash()
		}
		reply.set("result", "Контакт не удален")
		reply.set("error", "Внимание: К сожалению Удаление записи не возможно. Причина - Имеются связанные записи - Сделки.")
		reply.set("data", pid)
		return encode(reply)
	}
	if ok {
		history = found.history
		s.state.contacts.Delete(pid)
	}
	reply.set("message", fmt.Sprintf("Успешно: Контакт удален. Также удалено %d записи истории активностей. "+
		"Удалено 0 записей напоминаний. Удалено 0 файлов.\n\t\t\t", history))
	reply.set("result", "Клиент удален")
	reply.set("data", pid)
	return encode(reply)
}
