import { packageOf, orgWith, run, runFailing, column, THING } from './support/kit';

const formula = (name: string, type: string, source: string, more = ''): string =>
  `<fields><fullName>${name}</fullName><label>${name}</label><type>${type}</type>${more}<formula>${source}</formula></fields>`;

const lookup = `<fields><fullName>Up__c</fullName><label>Up</label><type>Lookup</type>
  <referenceTo>Thing__c</referenceTo><relationshipName>Downs</relationshipName></fields>`;

const rule = (name: string, source: string, more = '', active = true): string =>
  `<validationRules><fullName>${name}</fullName><active>${active}</active>
   <errorConditionFormula>${source}</errorConditionFormula>${more}<errorMessage>${name}!</errorMessage></validationRules>`;

const OBJECT =
  THING +
  lookup +
  formula('Twice__c', 'Number', 'Count__c * 2', '<precision>18</precision><scale>0</scale>') +
  formula('Label__c', 'Text', 'Key__c &amp; &quot;/&quot; &amp; Up__r.Key__c') +
  formula('Due__c', 'Checkbox', 'NOW() &gt;= At__c') +
  `<fields><fullName>At__c</fullName><label>At</label><type>DateTime</type><defaultValue>NOW() + 1</defaultValue></fields>` +
  rule('NotNegative', 'Count__c &lt; 0', '<errorDisplayField>Count__c</errorDisplayField>') +
  rule('OnlyUp', 'NOT(ISNEW()) &amp;&amp; Count__c &lt; PRIORVALUE(Count__c)') +
  rule('Sleeping', 'TRUE', '', false);

const DAY = 86_400_000;
const TRIGGER = `trigger T on Thing__c (before insert, after insert, before update) {
  for (Thing__c t : Trigger.new)
    System.debug(Trigger.operationType + ' ' + t.Twice__c + ' ' + t.Label__c + ' ' + (Trigger.old == null ? null : Trigger.old[0].Twice__c));
}`;

const org = () => orgWith({ objects: { Thing__c: OBJECT } });

describe('formula fields', () => {
  test('are computed when they are read, also of parents, in conditions, order and groups', async () => {
    const subject = await org();
    await run(
      subject,
      `Thing__c a = new Thing__c(Key__c = 'a', Count__c = 1); insert a;
       insert new List<Thing__c>{ new Thing__c(Key__c = 'b', Count__c = 3, Up__c = a.Id), new Thing__c(Key__c = 'c') };`,
    );
    const soql = 'SELECT Key__c, Up__r.Twice__c, Twice__c, Label__c, Due__c FROM Thing__c';
    const rows = async (more: string): Promise<unknown[]> =>
      (await subject.query(`${soql} ${more}`)).rows.map(({ values }) => values['Label__c']);
    expect(await rows('WHERE Twice__c > 1 ORDER BY Twice__c DESC')).toEqual(['b/a', 'a/']);
    // Empty numbers count as 0 unless the field says otherwise.
    expect(await rows('WHERE Twice__c = 0')).toEqual(['c/']);
    expect(await rows("WHERE Up__r.Label__c = 'a/'")).toEqual(['b/a']);
    const [b] = (await subject.query(`${soql} WHERE Key__c = 'b'`)).rows;
    expect(b!.values).toMatchObject({ Twice__c: 6, Due__c: false });
    expect(b!.values['Up__r']).toMatchObject({ values: { Twice__c: 2 } });
    const sums = await subject.query('SELECT SUM(Twice__c) total FROM Thing__c');
    expect(sums.rows[0]!.values['total']).toBe(8);
    await run(
      subject,
      `Thing__c a = [SELECT Id FROM Thing__c WHERE Key__c = 'a']; a.Key__c = 'z'; update a;`,
    );
    expect(await rows("WHERE Key__c = 'b'")).toEqual(['b/z']);
  });

  test('follow the clock', async () => {
    const subject = await org();
    await run(subject, `insert new Thing__c(Key__c = 'a');`);
    const due = 'SELECT Key__c FROM Thing__c WHERE Due__c = TRUE';
    expect(await column(subject, due, 'Key__c')).toEqual([]);
    await subject.advance(DAY);
    expect(await column(subject, due, 'Key__c')).toEqual(['a']);
  });

  test('are in the records of triggers, before and after', async () => {
    const subject = await orgWith({ objects: { Thing__c: OBJECT }, triggers: { T: TRIGGER } });
    const lines = await run(
      subject,
      `Thing__c t = new Thing__c(Key__c = 'a', Count__c = 2); insert t; t.Count__c = 4; update t;`,
    );
    expect(lines).toEqual([
      'BEFORE_INSERT 4 a/ null',
      'AFTER_INSERT 4 a/ null',
      'BEFORE_UPDATE 8 a/ 4',
    ]);
  });

  test('cannot be written, and describe themselves', async () => {
    const subject = await org();
    const { compileProblem } = await subject.executeAnonymous('insert new Thing__c(Twice__c = 1);');
    expect(compileProblem?.message).toContain('Twice__c');
    const lines = await run(
      subject,
      `Schema.DescribeFieldResult d = Thing__c.Twice__c.getDescribe();
       System.debug(d.isCalculated() + ' ' + d.getCalculatedFormula() + ' ' + d.isUpdateable());`,
    );
    expect(lines).toEqual(['true Count__c * 2 false']);
  });

  test('a default may be a formula', async () => {
    const subject = await org();
    const [now] = await run(
      subject,
      `Thing__c t = new Thing__c(); insert t; System.debug([SELECT At__c FROM Thing__c].At__c.getTime() - System.now().getTime());`,
    );
    expect(Math.abs(Number(now) - DAY)).toBeLessThanOrEqual(1000);
  });

  test.each([
    [formula('Bad__c', 'Text', 'Missing__c'), 'Thing__c.Bad__c', 'Field Missing__c does not exist'],
    [formula('Bad__c', 'Text', '1 + 1'), 'Thing__c.Bad__c', 'Formula result is data type (Number)'],
    [rule('Bad', 'Count__c'), 'Thing__c.Bad', 'expected data type (true or false)'],
    [rule('Bad', 'TRUE', '<errorDisplayField>No__c</errorDisplayField>'), 'Thing__c.Bad', 'No__c'],
    [
      '<fields><fullName>Bad__c</fullName><label>B</label><type>DateTime</type><defaultValue>1</defaultValue></fields>',
      'Thing__c.Bad__c',
      'expected data type (DateTime)',
    ],
  ])('%s is refused when it is deployed', async (part, fullName, message) => {
    const subject = await org();
    const files = packageOf({ objects: { Thing__c: OBJECT + part } });
    const { components, success } = await subject.deploy({ files });
    expect(success).toBe(false);
    const refused = components.filter((c) => !c.success);
    expect(refused).toEqual([
      expect.objectContaining({ fullName, problem: expect.stringContaining(message) as string }),
    ]);
  });

  test('a field that a formula needs cannot go', async () => {
    const subject = await org();
    const body = OBJECT.replace('Count__c * 2', 'Count__c * 3');
    const files = new Map(packageOf({ objects: { Thing__c: body } }));
    files.set(
      'destructiveChangesPost.xml',
      Buffer.from(
        '<Package xmlns="http://soap.sforce.com/2006/04/metadata"><types><members>Thing__c.Count__c</members><name>CustomField</name></types></Package>',
      ),
    );
    const { success, components } = await subject.deploy({ files });
    expect(success).toBe(false);
    expect(components.map((c) => c.problem)).toContain(
      'Field Count__c does not exist. Check spelling.',
    );
  });
});

describe('validation rules', () => {
  test('refuse records after the before triggers, at their field', async () => {
    const set = `trigger T on Thing__c (before insert) { Trigger.new[0].Count__c = -1; }`;
    const subject = await orgWith({ objects: { Thing__c: OBJECT }, triggers: { T: set } });
    expect(await runFailing(subject, `insert new Thing__c(Count__c = 1);`)).toContain(
      'FIELD_CUSTOM_VALIDATION_EXCEPTION, NotNegative!: [Count__c]',
    );
    expect((await subject.query('SELECT Id FROM Thing__c')).totalSize).toBe(0);
  });

  test('know what was before; those that sleep refuse nothing', async () => {
    const subject = await org();
    await run(subject, `insert new Thing__c(Key__c = 'a', Count__c = 2);`);
    const set = (n: number): string =>
      `Thing__c t = [SELECT Id FROM Thing__c]; t.Count__c = ${n}; update t;`;
    await run(subject, set(3));
    expect(await runFailing(subject, set(1))).toContain('OnlyUp!: []');
    await run(
      subject,
      `Thing__c t = [SELECT Id FROM Thing__c]; t.Count__c = -5;
       Database.SaveResult r = Database.update(t, false);
       Assert.areEqual(2, r.getErrors().size());`,
    );
  });
});

describe('custom metadata', () => {
  const KIND = `<label>Kind</label><fields><fullName>Size__c</fullName><label>Size</label><type>Number</type><precision>5</precision><scale>0</scale></fields>
    ${rule('Big', 'Size__c &gt; 9')}`;
  const LINK = `<label>Link</label><fields><fullName>Kind__c</fullName><label>Kind</label><type>MetadataRelationship</type>
    <referenceTo>Kind__mdt</referenceTo><relationshipName>Links</relationshipName></fields>`;
  const record = (label: string, field: string, type: string, value: string): Buffer =>
    Buffer.from(
      `<CustomMetadata xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="x" xmlns:xsd="y"><label>${label}</label>
       <values><field>${field}</field><value xsi:type="xsd:${type}">${value}</value></values></CustomMetadata>`,
    );
  const deploy = async (size: number, kind: string) => {
    const subject = await orgWith({ objects: { Kind__mdt: KIND, Link__mdt: LINK } });
    const files = new Map(packageOf({}));
    files.set('customMetadata/Link.One.md', record('One', 'Kind__c', 'string', kind));
    files.set('customMetadata/Kind.Small.md', record('Small', 'Size__c', 'double', String(size)));
    files.set(
      'package.xml',
      Buffer.from(
        '<Package xmlns="http://soap.sforce.com/2006/04/metadata"><types><members>*</members><name>CustomMetadata</name></types><version>65.0</version></Package>',
      ),
    );
    const { components } = await subject.deploy({ files });
    return { subject, problems: components.flatMap((c) => (c.success ? [] : [c.problem])) };
  };

  test('relationships lead to records of the same package', async () => {
    const { subject, problems } = await deploy(3, 'Small');
    expect(problems).toEqual([]);
    const found = await subject.query(
      'SELECT Kind__r.DeveloperName, Kind__r.Size__c FROM Link__mdt',
    );
    expect(found.rows[0]!.values['Kind__r']).toMatchObject({
      values: { DeveloperName: 'Small', Size__c: 3 },
    });
  });

  test('relationships that lead nowhere are refused, and what a rule refuses', async () => {
    expect((await deploy(3, 'Missing')).problems).toEqual([
      'Kind__c: no Kind__mdt record is named Missing',
    ]);
    expect((await deploy(10, 'Small')).problems).toEqual(['Big!']);
  });
});

describe('custom settings', () => {
  const KNOB = `<label>Knob</label><customSettingsType>Hierarchy</customSettingsType>
    <fields><fullName>A__c</fullName><label>A</label><type>Text</type><length>20</length></fields>
    <fields><fullName>B__c</fullName><label>B</label><type>Text</type><length>20</length></fields>`;

  test('of a hierarchy come from user, profile and org, without a query', async () => {
    const subject = await orgWith({ objects: { Knob__c: KNOB } });
    const lines = await run(
      subject,
      `System.debug(Knob__c.getOrgDefaults().Id + ' ' + Knob__c.getInstance().A__c + ' ' + Knob__c.getValues(UserInfo.getUserId()));
       insert new Knob__c(A__c = 'org', B__c = 'org');
       insert new Knob__c(SetupOwnerId = UserInfo.getProfileId(), B__c = 'profile');
       System.debug(Knob__c.getInstance().A__c + ' ' + Knob__c.getInstance().B__c);
       insert new Knob__c(SetupOwnerId = UserInfo.getUserId(), A__c = 'user');
       Knob__c own = Knob__c.getInstance();
       System.debug(own.A__c + ' ' + own.B__c + ' ' + (own.SetupOwnerId == UserInfo.getUserId()));
       System.debug(Knob__c.getOrgDefaults().B__c + ' ' + Knob__c.getInstance(UserInfo.getProfileId()).A__c + ' ' + Knob__c.getValues(UserInfo.getUserId()).B__c);
       System.debug(Limits.getQueries());`,
    );
    expect(lines).toEqual([
      'null null null',
      'org profile',
      'user profile true',
      'org org null',
      '0',
    ]);
  });

  test('of a list come by name', async () => {
    const body = KNOB.replace('Hierarchy', 'List');
    const subject = await orgWith({ objects: { Knob__c: body } });
    const lines = await run(
      subject,
      `insert new Knob__c(Name = 'One', A__c = 'first');
       System.debug(Knob__c.getInstance('one').A__c + ' ' + Knob__c.getValues('Two') + ' ' + Knob__c.getAll().keySet());`,
    );
    expect(lines).toEqual(['first null {One}']);
  });
});
