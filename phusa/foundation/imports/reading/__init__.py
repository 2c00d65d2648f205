"""Tables out of Word, Excel, PDF, CSV and pasted text: no framework inside, and nothing a file says is believed.

`sandbox` is the front door: it reads in a child process with limits. `columns` guesses which column is which.
The road of a file: `sniff` says what it is; `word`, `sheets`, `delimited`, `markup` or `pdf` give lines of cells
(`lines`); `headers` makes tables with a header of them; `stream` carries these as events out of the child.
"""
