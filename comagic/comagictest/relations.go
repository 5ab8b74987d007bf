package comagictest

import (
	"encoding/json"
	"slices"
	"strconv"
)

// membership ties the members of a list to the groups of another: a write to one side
// shows on both.
type membership struct {
	members, groups string // the lists
	inMember        string // the members' column, and the ids and names in it
	groupID, group  string
	inGroup         string // the groups' column, and the ids and names in it
	memberID        string
	member          string
}

var memberships = []membership{
	{
		members: "get.employees", groups: "get.group_employees", inMember: "groups", groupID: "group_id", group: "group_name",
		inGroup: "members", memberID: "employee_id", member: "employee_full_name",
	},
	{
		members: "get.contacts", groups: "get.group_contacts", inMember: "groups", groupID: "group_id", group: "group_name",
		inGroup: "members", memberID: "contact_id", member: "contact_full_name",
	},
}

// relate brings both sides up to date after a row of one was written.
func (c *call) relate(list string, r row) {
	for _, m := range memberships {
		switch list {
		case m.members:
			if ids, named := c.params[m.inMember].([]any); named {
				c.server.regroup(m.groups, m.inGroup, m.memberID, r["id"], ids)
			}
		case m.groups:
			if ids, named := c.params[m.inGroup].([]any); named {
				c.server.regroup(m.members, m.inMember, m.groupID, r["id"], ids)
				r[m.inGroup] = entries(m.memberID, ids)
			}
		default:
			continue
		}
		c.server.rename(m)
	}
}

// forget takes a row that was deleted out of the other side.
func (s *Server) forget(list string, id any) {
	for _, m := range memberships {
		switch list {
		case m.members:
			s.regroup(m.groups, m.inGroup, m.memberID, id, nil)
			s.rename(m)
		case m.groups:
			s.regroup(m.members, m.inMember, m.groupID, id, nil)
		}
	}
}

// regroup puts an id into the column of the rows that are named, and takes it out of
// all others.
func (s *Server) regroup(list, column, key string, id any, named []any) {
	for _, r := range s.table(list).rows {
		others := slices.DeleteFunc(objects(r[column]), func(e any) bool { return equal(member(e, key), id) })
		if slices.ContainsFunc(named, func(n any) bool { return equal(n, r["id"]) }) {
			others = append(others, map[string]any{key: id})
		}
		r[column] = others
	}
}

// rename writes the present names on both sides, and drops who is gone.
func (s *Server) rename(m membership) {
	members, groups := s.table(m.members), s.table(m.groups)
	for _, g := range groups.rows {
		g[m.inGroup] = named(objects(g[m.inGroup]), m.memberID, m.member, members, "full_name")
		if m.members == "get.employees" {
			g["phone_numbers"] = groupNumbers(objects(g["phone_numbers"]), objects(g[m.inGroup]), members)
		}
	}
	for _, r := range members.rows {
		in := []any{}
		for _, g := range groups.rows {
			if slices.ContainsFunc(objects(g[m.inGroup]), func(e any) bool { return equal(member(e, m.memberID), r["id"]) }) {
				in = append(in, map[string]any{m.groupID: g["id"], m.group: g["name"]})
			}
		}
		// A row of the test may name groups that no list has.
		for _, e := range objects(r[m.inMember]) {
			if groups.find("id", member(e, m.groupID)) < 0 {
				in = append(in, e)
			}
		}
		r[m.inMember] = in
	}
}

// named refreshes the names of entries; those that a write has named and that are
// gone are dropped.
func named(list []any, key, name string, from *table, column string) []any {
	out := []any{}
	for _, e := range list {
		entry, _ := e.(map[string]any)
		found := from.find("id", entry[key])
		switch {
		case found >= 0:
			out = append(out, map[string]any{key: entry[key], name: from.rows[found][column]})
		case entry[name] != nil:
			out = append(out, entry)
		}
	}
	return out
}

// groupNumbers are the numbers of a group: those of its members, in the order and
// with the switches that the group had.
func groupNumbers(had, in []any, employees *table) []any {
	all := []any{}
	for _, e := range in {
		found := employees.find("id", member(e, "employee_id"))
		if found < 0 {
			continue
		}
		for _, n := range objects(employees.rows[found]["phone_numbers"]) {
			all = append(all, map[string]any{
				"employee_phone_number": member(n, "phone_number"), "employee_phone_number_id": member(n, "phone_id"), "available": true,
				"employee_id": member(e, "employee_id"), "employee_full_name": member(e, "employee_full_name"),
			})
		}
	}
	place := func(e any) int {
		return slices.IndexFunc(had, func(h any) bool {
			return equal(member(h, "employee_phone_number_id"), member(e, "employee_phone_number_id"))
		})
	}
	for _, e := range all {
		if at := place(e); at >= 0 {
			e.(map[string]any)["available"] = member(had[at], "available")
		}
	}
	slices.SortStableFunc(all, func(a, b any) int {
		x, y := place(a), place(b)
		if x < 0 || y < 0 {
			return 0
		}
		return x - y
	})
	return all
}

// switchNumbers answers update.group_employees_numbers: order and availability of
// all numbers of a group.
func (c *call) switchNumbers() {
	groups := c.server.table("get.group_employees")
	found := groups.find("id", c.params["id"])
	if found < 0 {
		c.fail(failure{mnemonic: "entity_not_found", field: "id"})
		return
	}
	had := objects(groups.rows[found]["phone_numbers"])
	asked := objects(c.params["phone_numbers"])
	ordered := []any{}
	for _, a := range asked {
		at := slices.IndexFunc(had, func(h any) bool {
			return equal(member(h, "employee_phone_number_id"), member(a, "employee_phone_number_id"))
		})
		if at < 0 {
			c.fail(failure{mnemonic: "entity_not_found", field: "phone_numbers.employee_phone_number_id"})
			return
		}
		entry, _ := plainCopy(had[at]).(map[string]any)
		entry["available"] = member(a, "available")
		ordered = append(ordered, entry)
	}
	if len(ordered) != len(had) {
		c.fail(failure{mnemonic: "invalid_parameter_value", field: "phone_numbers"})
		return
	}
	groups.rows[found]["phone_numbers"] = ordered
	c.done(row{})
}

// objects is a list of objects; nil for anything else.
func objects(v any) []any {
	list, _ := v.([]any)
	return slices.Clone(list)
}

// member is a member of an object; nil without one.
func member(v any, name string) any {
	switch m := v.(type) {
	case map[string]any:
		return m[name]
	case row:
		return m[name]
	}
	return nil
}

func entries(key string, ids []any) []any {
	list := make([]any, len(ids))
	for i, id := range ids {
		list[i] = map[string]any{key: id}
	}
	return list
}

// plainCopy copies an object one level deep.
func plainCopy(v any) any {
	m, ok := v.(map[string]any)
	if !ok {
		return v
	}
	copied := make(map[string]any, len(m))
	for name, value := range m {
		copied[name] = value
	}
	return copied
}

func numberOf(n int64) json.Number { return json.Number(strconv.FormatInt(n, 10)) }
