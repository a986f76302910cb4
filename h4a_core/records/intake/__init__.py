"""Brings files into the store.

Its modules, in the order in which a file goes through them:

- `importing`: the entrance, which calls all that follows; `results` and `questions` are what it answers;
- `recognising`: opens files and finds table and columns, with `column_mapping`, `profiles` and `profile_columns` (other
  offices' files), `personal_data` and `rekeying`;
- `typing_tables`: makes days, numbers and codes of the cells, in `temporary_tables`, with `column_formats`,
  `typing_by_value`, `typing_sql` and `units`;
- `examining`: `choosing_table`, `household_codes` and `doubts` find what has to be asked, `judging` the faults (by
  `row_checks` and `cross_row_checks`, in the words of `row_rules`), `comparing` what the store says of the rows;
- `writing`: puts rows and findings into the store;
- `single_record`: one record by hand, as a file of one row;
- `correction_workbook` and `templates`: workbooks for people to fill in, and rows that come back corrected.
"""
