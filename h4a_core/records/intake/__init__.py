"""Brings files into the store.

Its modules, in the order in which a file goes through them:

- `importing`: the entrance, which calls all that follows; `results` and `questions` are what it answers;
- `recognising`: opens files and finds table and columns, with `column_mapping`, `profiles` and `profile_columns` (other
  offices' files), `personal_data` and `rekeying`;
- `typing_tables`: makes days, numbers and codes of the cells, in `temporary_tables`, with `column_formats`,
  `typing_by_value` and `typing_sql`;
- `judging`: finds the faults, by `row_checks` and `cross_row_checks`, in the words of `row_rules`;
- `writing`: puts rows and findings into the store;
- `correction_workbook` and `templates`: workbooks for people to fill in, and rows that come back corrected.
"""
