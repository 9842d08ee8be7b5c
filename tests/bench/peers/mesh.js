// SPDX-License-Identifier: GPL-3.0-or-later
// mesh.js MODULES DATABASE YEAR RUNS <ALL: the peer of lnds-mesh, DuckDB in process, one thread, warm.
// ALL (gen's stream) becomes the table of raw rows, and by hand a daily roll-up. Prints, in CPU
// time of this process, medians of RUNS: seconds of reading YEAR (a file), milliseconds of
// the means of 2023 of all stations from raw rows and from the roll-up; the first station's mean;
// the bytes of both tables.
const { statSync } = require('fs');
const { createRequire } = require('module');
const [modules, database, year, runs] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(modules + '/x.js')('@duckdb/node-api');

const FROM = "TIMESTAMP '2023-01-01'", TO = "TIMESTAMP '2024-01-01'";
const RAW = `SELECT station, avg(temp) FROM raw WHERE time >= ${FROM} AND time < ${TO}
	GROUP BY station ORDER BY station`;
const ROLLUP = `SELECT station, sum(total) / sum(n) FROM days
	WHERE day >= ${FROM} AND day < ${TO} GROUP BY station ORDER BY station`;

const cpu = async (work) => {
	const before = process.cpuUsage();
	await work();
	const used = process.cpuUsage(before);
	return (used.user + used.system) / 1e6;
};
const median = async (times, work) => {
	const all = [];
	await work();
	for (let i = 0; i < times; i++)
		all.push(await cpu(work));
	all.sort((a, b) => a - b);
	return (all[(times - 1) >> 1] + all[times >> 1]) / 2;
};

(async () => {
	const db = await (await DuckDBInstance.create(database)).connect();
	const times = Number(runs);
	const rows = async (sql) => (await db.runAndReadAll(sql)).getRows();

	await db.run('SET threads = 1');
	await db.run(`CREATE TABLE raw AS SELECT * FROM read_csv('/dev/stdin',
		columns = {station: 'VARCHAR', time: 'TIMESTAMP', temp: 'DOUBLE'})`);
	await db.run(`CREATE TABLE days AS SELECT station, time_bucket(INTERVAL 1 DAY, time) AS day,
		sum(temp) AS total, count(temp) AS n FROM raw GROUP BY ALL ORDER BY day, station`);
	await db.run('CHECKPOINT');
	console.log('bytes', statSync(database).size);
	console.log('raw', 1e3 * await median(times, () => rows(RAW)));
	console.log('rollup', 1e3 * await median(times, () => rows(ROLLUP)));
	console.log('mean', (await rows(RAW))[0][1]);
	console.log('read', await median(Math.min(times, 3),
		() => db.run(`CREATE OR REPLACE TABLE year AS SELECT * FROM read_csv('${year}')`)));
})();
