import { orgWith, PACKAGE, PROBE } from './bench/fixture';
void (async () => {
  let t = performance.now();
  const org = await orgWith(PACKAGE, PROBE);
  console.log('boot', performance.now() - t);
  for (let i = 0; i < 5; i++) {
    t = performance.now();
    await org.reset();
    await Promise.all(Array.from({ length: 20 }, (_, n) => org.executeAnonymous(`LoadProbe.enqueue('lane', new List<String>{'k${n}'});`).then((r) => r.success || console.log(r))));
    await org.idle();
    console.log('case', performance.now() - t);
    console.log(await org.query("SELECT Status__c, COUNT(Id) n FROM Queue_Item__c GROUP BY Status__c").then(p => JSON.stringify(p.rows)));
  }
  await org.close();
})();
