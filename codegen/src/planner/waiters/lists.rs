//! Lists: projections, filters and the functions of lists.

use super::function::uses;
use super::translate::{CHAIN, Nulls, Result, Translator};
use super::value::{Kind, Number, Val, of_place};
use crate::jmespath::{Comparator, Expression, Items};
use crate::plan::Type;
use crate::plan::waiters::{Chain, Step};

/// The longest condition on one line.
const CONDITION: usize = 76;

/// What is done with each item.
type Sink<'a, 't> = &'t mut dyn FnMut(&mut Translator<'a>, Val<'a>) -> Result<()>;

impl<'a> Translator<'a> {
    /// The list of strings that an expression gives. Null is an empty list.
    pub fn texts(&mut self, expression: &Expression, node: &Val<'a>) -> Result<Val<'a>> {
        let list = self.collect(expression, node, Nulls::Empty)?;
        match &list.kind {
            Kind::Made(item) if **item == Kind::Text => Ok(list),
            _ => Err("its value is not a list of strings".to_owned()),
        }
    }

    /// A `Vec` with the items of the list that an expression gives.
    pub fn collect(
        &mut self,
        expression: &Expression,
        node: &Val<'a>,
        nulls: Nulls,
    ) -> Result<Val<'a>> {
        let name = self.variable("values");
        self.step(Step::Line(format!("let mut {name} = Vec::new();")));
        let mut kind: Option<Kind<'a>> = None;
        self.each(expression, node, nulls, &mut |this, item| {
            let item = present_item(item)?;
            match (&item.kind, &kind) {
                (found, Some(kind)) if found != kind => {
                    return Err("a list has items of different types".to_owned());
                }
                (Kind::Select(_) | Kind::Null | Kind::Opaque | Kind::Made(_), _) => {
                    return Err(format!("a list has {} as an item", item.what()));
                }
                (found, _) => kind = Some(found.clone()),
            }
            this.step(Step::Line(format!("{name}.push({});", item.line())));
            Ok(())
        })?;
        let kind = kind.ok_or("a list has no items")?;
        Ok(Val::new(name, Kind::Made(Box::new(kind))))
    }

    /// The length of a list, a map or a string. The length of null is an error.
    pub fn length(&mut self, of: &Expression, node: &Val<'a>) -> Result<Val<'a>> {
        let of = self.same_length(of, node);
        if of.makes_list() && !matches!(of, Expression::Select(_)) {
            let count = self.variable("count");
            self.step(Step::Line(format!("let mut {count} = 0_usize;")));
            self.each(of, node, Nulls::Exit, &mut |this, item| {
                present_item(item)?;
                this.step(Step::Line(format!("{count} += 1;")));
                Ok(())
            })?;
            return Ok(Val::new(count, Kind::Number(Number::Length(None))));
        }
        let val = self.value(of, node, Nulls::Exit)?;
        let val = self.receiver(val);
        let list = Some(val.line());
        let (list, link) = match &val.kind {
            Kind::List(_) | Kind::Map(..) | Kind::Made(_) => (list, ".len()"),
            Kind::Text => (None, ".chars().count()"),
            _ => return Err(format!("the length of {}", val.what())),
        };
        let kind = Kind::Number(Number::Length(list));
        Ok(Val { code: val.code.with(link), kind, optional: false, name: "length" })
    }

    /// For `list[*]` and `list[]`, the list itself if it has the same length.
    fn same_length<'e>(&self, of: &'e Expression, node: &Val<'a>) -> &'e Expression {
        let Expression::Project { of: list, items, then } = of else { return of };
        if **then != Expression::Current || *items == Items::OfMap || list.makes_list() {
            return of;
        }
        match self.kind(list, node) {
            Some(Kind::List(Type::Option(_) | Type::List(_))) => of,
            Some(Kind::List(_)) => list,
            _ => of,
        }
    }

    /// Whether a list contains an item, or a string contains another one. The function fails if the
    /// list or string is null.
    pub fn contains(
        &mut self,
        subject: &Expression,
        search: &Expression,
        node: &Val<'a>,
    ) -> Result<Val<'a>> {
        let search = self.value(search, node, Nulls::Keep)?;
        let search = self.atom(search);
        if !subject.makes_list() {
            let val = self.value(subject, node, Nulls::Exit)?;
            if val.kind == Kind::Text {
                if search.kind != Kind::Text || search.optional {
                    return Err(format!("a string cannot contain {}", search.what()));
                }
                let val = self.receiver(val);
                let code = val.code.with(format!(".contains({})", search.line()));
                return Ok(Val { code, kind: Kind::Bool, optional: false, name: "contains" });
            }
            return self.has_item(&search, |this, sink| this.items_of(val, Nulls::Exit, sink));
        }
        self.has_item(&search, |this, sink| this.each(subject, node, Nulls::Exit, sink))
    }

    /// Whether one of the items is equal to a value.
    fn has_item(
        &mut self,
        search: &Val<'a>,
        each: impl FnOnce(&mut Self, Sink<'a, '_>) -> Result<()>,
    ) -> Result<Val<'a>> {
        let found = self.variable("found");
        self.step(Step::Line(format!("let mut {found} = false;")));
        each(self, &mut |this, item| {
            let is_equal = this.equality(Comparator::Equal, item, search.clone())?;
            if is_equal.text != "false" {
                this.step(Step::Line(format!("{found} |= {};", is_equal.text)));
            }
            Ok(())
        })?;
        Ok(Val::new(found, Kind::Bool))
    }

    /// Whether a list that an expression makes has items.
    pub fn has_items(&mut self, expression: &Expression, node: &Val<'a>) -> Result<Val<'a>> {
        let found = self.variable("found");
        self.step(Step::Line(format!("let mut {found} = false;")));
        self.each(expression, node, Nulls::Empty, &mut |this, item| {
            present_item(item)?;
            this.step(Step::Line(format!("{found} = true;")));
            Ok(())
        })?;
        Ok(Val::new(found, Kind::Bool))
    }

    /// Writes loops over the items of a list. The items of a list in the document can be null; those of
    /// a projection cannot.
    fn each(
        &mut self,
        expression: &Expression,
        node: &Val<'a>,
        nulls: Nulls,
        sink: Sink<'a, '_>,
    ) -> Result<()> {
        match expression {
            Expression::Project { of, items, then } => {
                self.projected(of, *items, node, nulls, &mut |this, item| {
                    let val = this.value(then, &item, Nulls::Keep)?;
                    this.if_present(val, sink)
                })
            }
            Expression::Filter { of, condition, then } => {
                self.projected(of, Items::OfList, node, nulls, &mut |this, item| {
                    let condition = this.condition(condition, &item, false)?;
                    let condition = this.short(condition.text);
                    let (steps, ()) = this.block(|this| {
                        let val = this.value(then, &item, Nulls::Keep)?;
                        this.if_present(val, sink)
                    })?;
                    this.step(Step::If { condition, steps });
                    Ok(())
                })
            }
            Expression::Select(_) => {
                let val = self.value(expression, node, Nulls::Keep)?;
                self.items_of(val, nulls, sink)
            }
            Expression::Keys(of) => {
                let map = self.value(of, node, Nulls::Exit)?;
                let Kind::Map(key, _) = map.kind else {
                    return Err(format!("the keys of {}", map.what()));
                };
                let map = self.receiver(map);
                self.looped("key", map.code.with(".keys()"), &mut |this, name| {
                    let key = of_place(this.plan, Chain::new(name), true, key);
                    sink(this, key)
                })
            }
            Expression::Sub(left, right) if right.makes_list() => {
                let left = self.value(left, node, keep_empty(nulls))?;
                self.each(right, &left, nulls, sink)
            }
            other => {
                let val = self.value(other, node, keep_empty(nulls))?;
                self.items_of(val, nulls, sink)
            }
        }
    }

    /// Writes a loop over the items that a projection is applied to.
    fn projected(
        &mut self,
        of: &Expression,
        items: Items,
        node: &Val<'a>,
        nulls: Nulls,
        sink: Sink<'a, '_>,
    ) -> Result<()> {
        match items {
            Items::OfList => self.each(of, node, nulls, sink),
            Items::OfMap => {
                let map = self.value(of, node, keep_empty(nulls))?;
                let Kind::Map(_, value) = map.kind else {
                    return Err(format!("the values of {}", map.what()));
                };
                let map = self.receiver(map);
                let values = match map.optional {
                    true if nulls == Nulls::Empty => {
                        map.code.with(".into_iter()").with(".flat_map(|it| it.values())")
                    }
                    true => return Err(OPTIONAL.to_owned()),
                    false => map.code.with(".values()"),
                };
                self.looped("item", values, &mut |this, name| {
                    let item = of_place(this.plan, Chain::new(name), true, value);
                    sink(this, item)
                })
            }
            Items::Flattened => match of {
                // The lists that the inner projection makes are not needed themselves.
                Expression::Project { of, items, then } if then.makes_list() => {
                    self.projected(of, *items, node, nulls, &mut |this, item| {
                        this.each(then, &item, Nulls::Empty, sink)
                    })
                }
                _ => self.each(of, node, nulls, &mut |this, item| match &item.kind {
                    Kind::List(_) | Kind::Made(_) | Kind::Select(_) => {
                        this.items_of(item, Nulls::Empty, sink)
                    }
                    _ => sink(this, item),
                }),
            },
        }
    }

    /// Writes a loop over the items of a list.
    fn items_of(&mut self, list: Val<'a>, nulls: Nulls, sink: Sink<'a, '_>) -> Result<()> {
        if let Kind::Select(values) = list.kind {
            return values.into_iter().try_for_each(|val| sink(self, val));
        }
        let what = list.what();
        let items = match (list.optional, nulls) {
            (true, Nulls::Empty) => {
                let mut code = list.code;
                match code.links.last() {
                    Some(last) if last == ".as_ref()" => {
                        code.links.pop();
                        code.with(".iter()").with(".flatten()")
                    }
                    _ => code.with(".into_iter()").with(".flatten()"),
                }
            }
            (true, _) => return Err(OPTIONAL.to_owned()),
            (false, _) => list.code,
        };
        match list.kind {
            Kind::List(ty) => self.looped("item", items, &mut |this, name| {
                let item = of_place(this.plan, Chain::new(name), true, ty);
                sink(this, item)
            }),
            Kind::Made(kind) => {
                let items = items.with(".iter()").with(".copied()");
                self.looped("item", items, &mut |this, name| {
                    sink(this, Val::new(name, (*kind).clone()))
                })
            }
            _ => Err(format!("the items of {what}")),
        }
    }

    fn looped(
        &mut self,
        name: &str,
        items: Chain,
        write: &mut dyn FnMut(&mut Self, &str) -> Result<()>,
    ) -> Result<()> {
        let items = match items.line().len() > CHAIN {
            true => self.bind(Val { code: items, ..Val::new("", Kind::Null) }).code,
            false => items,
        };
        let item = self.variable(name);
        let (steps, ()) = self.block(|this| write(this, &item))?;
        let item = if uses(&steps, &item) { item } else { "_".to_owned() };
        self.step(Step::For { item, items, steps });
        Ok(())
    }

    /// The condition, or a variable with its value if it does not fit on one line.
    fn short(&mut self, condition: String) -> String {
        match condition.len() > CONDITION {
            true => self.bind(Val { name: "is_so", ..Val::new(condition, Kind::Bool) }).line(),
            false => condition,
        }
    }

    /// Passes the value on, unless it is null.
    fn if_present(&mut self, val: Val<'a>, sink: Sink<'a, '_>) -> Result<()> {
        if !val.optional {
            return sink(self, val);
        }
        let is_long = val.code.line().len() + val.name.len() > CONDITION - 18;
        let val = match is_long || val.code.links.len() > 2 || val.is_copied_option() {
            true => self.bind(val),
            false => val,
        };
        let name = self.variable(val.name);
        let present = Val { code: Chain::new(&name), optional: false, ..val.clone() };
        let (steps, ()) = self.block(|this| sink(this, present))?;
        let name = if uses(&steps, &name) { name } else { "_".to_owned() };
        let condition = match name.as_str() {
            "_" => val.code.with(".is_some()").line(),
            name => format!("let Some({name}) = {}", val.line()),
        };
        self.step(Step::If { condition, steps });
        Ok(())
    }
}

const OPTIONAL: &str = "a list that can be null is used where null and an empty list differ";

/// An item that is not null.
fn present_item(item: Val<'_>) -> Result<Val<'_>> {
    match item.optional {
        true => Err("items of the list can be null".to_owned()),
        false => Ok(item),
    }
}

/// How null is handled in a list that a loop iterates: the loop treats null as an empty list.
fn keep_empty(nulls: Nulls) -> Nulls {
    if nulls == Nulls::Empty { Nulls::Keep } else { nulls }
}
