// SPDX-License-Identifier: GPL-3.0-or-later
// duckdb.js MODULES IN OUT: the peer of lnds-pseudo, SHA-256 of one column, one thread.
const { createRequire } = require('module');
const [modules, input, output] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(modules + '/x.js')('@duckdb/node-api');

(async () => {
	const db = await (await DuckDBInstance.create(':memory:')).connect();
	await db.run('SET threads=1');
	await db.run(`COPY (SELECT sha256(matricule), date, amount
		FROM read_csv('${input}', all_varchar=true)) TO '${output}'`);
})();
