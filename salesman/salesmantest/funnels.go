package salesmantest

// dealFunnel shows the funnel of a deal, or those of a direction and a type. An
// unknown deal has the general one. The last member of what was found gets lost
// on its way out.
func (s *Server) dealFunnel(c *call) string {
	a := &s.state.sales
	direction, typeID := a.directionID(c.params["direction"]), a.typeID(c.params["tip"])
	var found *object
	switch {
	case c.number("did") > 0:
		found = s.funnelOfDeal(c.number("did"))
	case direction > 0 && typeID > 0:
		found = a.funnelOf(direction, typeID)
	default:
		found = a.funnelsOf(direction, typeID)
	}
	if len(found.names) > 0 {
		found.names = found.names[:len(found.names)-1]
	}
	stepNames, defaultName := any([]any{}), ""
	if steps, ok := found.values["steps"].(*object); ok {
		names := &object{}
		for _, id := range steps.names {
			step, _ := a.stepByID(numberOf(id))
			names.set(id, step.Percent)
		}
		stepNames = names
	}
	if id, ok := found.values["default"].(int64); ok {
		defaultName = idText(id)
		if step, ok := a.stepByID(id); ok {
			defaultName = step.Percent
		}
	}
	reply := &object{}
	reply.set("stepsName", stepNames)
	for i, name := range found.names {
		if i == 2 {
			reply.set("defaultName", defaultName)
		}
		reply.set(name, found.values[name])
	}
	reply.set("defaultName", defaultName)
	return encode(map[string]any{"data": reply})
}

// general is the funnel of all stages, five days each.
func (a *sales) general() (steps *object, days int) {
	steps = &object{}
	for _, step := range a.steps {
		steps.set(idText(step.ID), 5)
		days += 5
	}
	return steps, days
}

// ownSteps are the stages of a funnel with their days, in order.
func (a *sales) ownSteps(f *Funnel) (steps *object, days int) {
	steps = &object{}
	for i, percent := range f.Steps {
		step, ok := a.step(percent)
		if !ok {
			continue
		}
		n := 5
		if i < len(f.Days) {
			n = f.Days[i]
		}
		steps.set(idText(step.ID), n)
		days += n
	}
	return steps, days
}

// defaultStep is the stage of a new deal; 0 for none.
func (a *sales) defaultStep(direction, typeID int64) int64 {
	if f := a.funnel(direction, typeID); f != nil {
		step, _ := a.step(f.Default)
		return step.ID
	}
	return 0
}

func (a *sales) funnelOf(direction, typeID int64) *object {
	steps, days := a.general()
	var title any = "Общая"
	if f := a.funnel(direction, typeID); f != nil {
		steps, days = a.ownSteps(f)
		title = f.Title
	}
	var named []*object
	for _, id := range steps.names {
		step, _ := a.stepByID(numberOf(id))
		named = append(named, titled("id", step.ID, "name", step.Percent, "content", step.Description))
	}
	return titled("steps", steps, "nsteps", named, "length", days, "default", a.defaultStep(direction, typeID), "funnel", title)
}

// funnelsOf are the funnels of all types of a direction, by type, or of all
// directions of a type, by direction.
func (a *sales) funnelsOf(direction, typeID int64) *object {
	found := &object{}
	for i := range a.funnels {
		f := &a.funnels[i]
		d, t := a.directionID(f.Direction), a.typeID(f.Type)
		if direction > 0 && d != direction || typeID > 0 && t != typeID {
			continue
		}
		key := t
		if direction == 0 {
			key = d
		}
		steps, days := a.ownSteps(f)
		found.set(idText(key), titled("steps", steps, "length", days, "default", a.defaultStep(d, t), "funnel", f.Title))
	}
	return found
}

func (s *Server) funnelOfDeal(dealID int64) *object {
	a := &s.state.sales
	steps, days := a.general()
	var title any
	var direction, typeID, current int64
	if deal, ok := s.state.deals.Get(dealID); ok {
		direction, typeID = deal.number("direction"), deal.number("tip")
		step, _ := a.step(deal.text("step"))
		current = step.ID
	}
	if f := a.funnel(direction, typeID); f != nil {
		steps, days = a.ownSteps(f)
		title = f.Title
	}
	var before int64
	for i, id := range steps.names {
		if numberOf(id) == current && i > 0 {
			before = numberOf(steps.names[i-1])
		}
	}
	return titled("steps", steps, "default", a.defaultStep(direction, typeID), "length", days, "funnel", title,
		"prev", a.stage(before), "current", a.stage(current), "next", nil)
}

// stage shows a stage; one of nulls for 0.
func (a *sales) stage(id int64) *object {
	step, ok := a.stepByID(id)
	if !ok {
		return titled("id", 0, "title", nil, "content", nil)
	}
	return titled("id", step.ID, "title", step.Percent, "content", step.Description)
}
