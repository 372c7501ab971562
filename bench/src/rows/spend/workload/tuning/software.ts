import { comparative, entity, number, type QuestionFamily, subject, unit } from '../question-family.ts';

/** What readers of a software's documentation ask. */
export const SOFTWARE: readonly QuestionFamily[] = [
  {
    name: 'rate-limit',
    frames: [
      'How many requests per {unit} does {endpoint} allow on the {plan} plan?',
      'What is the rate limit of {endpoint} per {unit} on the {plan} plan?',
      'How many calls per {unit} can I make to {endpoint} with the {plan} plan?',
      'On the {plan} plan, what is the request limit per {unit} for {endpoint}?',
      '{endpoint} rate limit per {unit} {plan} plan',
    ],
    slots: {
      unit: unit('second', 'minute', 'hour'),
      endpoint: entity(
        '/orders',
        '/invoices',
        '/customers',
        '/refunds',
        '/webhooks',
        '/payouts',
        '/sessions',
        '/reports',
      ),
      plan: entity('Starter', 'Growth', 'Enterprise', 'Solo'),
    },
  },
  {
    name: 'default-setting',
    frames: [
      'What is the default value of {setting} in {tool} {version}?',
      'What value does {setting} have by default in {tool} {version}?',
      'Which default does {tool} {version} use for {setting}?',
      'In {tool} {version}, what is {setting} set to by default?',
      'Default of {setting} in {tool} {version}',
    ],
    slots: {
      setting: entity(
        'max_connections',
        'request_timeout',
        'pool_size',
        'retry_count',
        'log_level',
        'cache_ttl',
        'batch_size',
        'idle_timeout',
      ),
      tool: entity('Corvid', 'Tamarin', 'Heron', 'Osprey'),
      version: number(['1.9', 'v1.9'], ['1.10', 'v1.10'], ['2.4', 'v2.4'], ['12', 'v12']),
    },
  },
  {
    name: 'error-code',
    frames: [
      'What does error {code} mean when {action}?',
      'What is the meaning of error {code} when {action}?',
      'I get error {code} when {action}. What does it mean?',
      'Why do I get error {code} when {action}?',
      'Error {code} when {action}, what does that mean?',
    ],
    slots: {
      code: number('4012', '4021', '503', '5030', 'E-17', 'E-71', '0x80', '0x81', '429'),
      action: subject(
        'uploading a file',
        ['importing contacts', 'doing a contact import'],
        ['exporting a report', 'doing a report export'],
        ['signing in', 'logging in'],
        'resizing an image',
        ['deleting a workspace', 'removing a workspace'],
      ),
    },
  },
  {
    name: 'platform-support',
    frames: [
      'In which version of {tool} was support for {platform} {change}?',
      'Which version of {tool} {change} support for {platform}?',
      'In which {tool} release was {platform} support {change}?',
      'Which release of {tool} {change} {platform} support?',
      '{tool}: which version {change} {platform} support?',
    ],
    slots: {
      tool: entity('Corvid SDK', 'Tamarin CLI', 'Heron Client', 'Osprey Driver'),
      platform: entity(
        'Python 3.8',
        'Python 3.12',
        'Java 17',
        'ARM64',
        'IPv6',
        'OAuth 1.0',
        'gRPC',
        'SQLite',
      ),
      change: comparative(['added', 'introduced'], ['removed', 'dropped']),
    },
  },
];
