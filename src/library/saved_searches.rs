//! Saved searches: how many articles each finds, and the rules for new articles.

use super::{Library, Result, Task};
use crate::model::{ArticleId, Edit, Flag, ListQuery, SavedSearch, SearchRow, Switch};

/// What the rules did to new articles.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ruled {
    /// How many articles matched a rule.
    pub articles: usize,
    /// Notifications for the user, one sentence each.
    pub told: Vec<String>,
}

/// The key under which the newest article that the rules have processed is kept.
const SEEN: &str = "rules seen";

impl Library {
    /// The saved searches in the user's order, with their results counted.
    pub fn searches(&self, task: &Task) -> Result<Vec<SearchRow>> {
        let rows = self.saved_searches()?.into_iter().map(|(id, search)| {
            let list_query = ListQuery { query: search.query.clone(), ..ListQuery::default() };
            let error = self.parse(&search.query, false).error.map(|error| error.to_string());
            let articles = self.count(&list_query, task)?;
            let unread = self.count_unread(&list_query, task)?;
            Ok(SearchRow { id, search, articles, unread, error })
        });
        rows.collect()
    }

    /// The articles that are here now are not new to the rules, if these have never run.
    pub fn begin_rules(&mut self) -> Result<()> {
        let newest = self.in_store(self.store.newest_article())?;
        if self.in_store(self.store.setting(SEEN))?.is_none() {
            let kept = self.store.set_setting(SEEN, &newest.to_string());
            self.in_store(kept)?;
        }
        Ok(())
    }

    /// Applies the rules of the saved searches to the articles that are new since the last run; the search index has
    /// to be up to date.
    pub fn apply_rules(&mut self, task: &Task, now: i64) -> Result<Ruled> {
        let newest = self.in_store(self.store.newest_article())?;
        let kept = self.in_store(self.store.setting(SEEN))?;
        let seen = kept.as_deref().and_then(|seen| seen.parse::<i64>().ok());
        let mut ruled = Ruled::default();
        // On the first run, no article counts as new.
        if let Some(seen) = seen.filter(|&seen| seen < newest) {
            let searches = self.saved_searches()?.into_iter().map(|(_, search)| search);
            for search in searches.filter(|search| !search.rule.is_empty()) {
                let Some(articles) = self.new_articles(&search, seen, task)? else { return Ok(ruled) };
                ruled.articles += articles.len();
                ruled.told.extend(self.apply_rule(&search, articles, task, now)?);
            }
        }
        if ruled.articles > 0 {
            self.catch_up_index(task)?;
        }
        if seen != Some(newest) {
            let kept = self.store.set_setting(SEEN, &newest.to_string());
            self.in_store(kept)?;
        }
        Ok(ruled)
    }

    /// The articles with numbers above `seen` that a search finds; `None` if there is no index.
    fn new_articles(&self, search: &SavedSearch, seen: i64, task: &Task) -> Result<Option<Vec<ArticleId>>> {
        let query = self.parse(&search.query, false);
        if query.error.is_some() || query.expression.is_everything() {
            return Ok(Some(Vec::new()));
        }
        let wanted = self.prepare(query, &ListQuery::default())?.wanted;
        let found = self.ask(|index| index.all(&wanted, &|| task.is_cancelled()))?;
        Ok(found.map(|found| found.iter().filter(|article| article.0 > seen).collect()))
    }

    fn apply_rule(
        &mut self,
        search: &SavedSearch,
        articles: Vec<ArticleId>,
        task: &Task,
        now: i64,
    ) -> Result<Option<String>> {
        let rule = &search.rule;
        if articles.is_empty() {
            return Ok(None);
        }
        let marks = [
            (rule.read, Flag::Read),
            (rule.bookmark, Flag::Bookmark),
            (rule.tag.is_some(), Flag::Tag(rule.tag.clone().unwrap_or_default())),
        ];
        for (_, flag) in marks.into_iter().filter(|(is_on, _)| *is_on) {
            let edit = Edit::Marks { flag, to: Switch::On, articles: articles.clone(), since: Vec::new() };
            self.apply_implicitly(&edit, now)?;
        }
        let told = if rule.notify && !rule.mute { Some(self.told_of(search, &articles)?) } else { None };
        if rule.mute {
            self.apply(&Edit::Deletion { to: Switch::On, articles }, task, now)?;
        }
        Ok(told)
    }

    fn told_of(&self, search: &SavedSearch, articles: &[ArticleId]) -> Result<String> {
        let first = articles.first().map(|&article| self.in_store(self.store.row(article))).transpose()?;
        let title = first.flatten().map_or_else(String::new, |row| row.title);
        Ok(match articles.len() {
            1 => format!("{}: {title}", search.name),
            count => format!("{}: {title}, and {} more", search.name, count - 1),
        })
    }
}
